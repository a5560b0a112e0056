"""RxLens: is this online pharmacy what it claims to be?

>>> from checker import judge_page
>>> judge_page(b"<h1>Weather</h1><p>Rain until noon.</p>").verdict.level.value
'not_a_pharmacy'
"""

__version__ = "0.1.0"  # Before the imports, because the name of our client carries it.

from checker.check import check, judge_page
from checker.judgement import judge
from checker.report import Report, to_json
from checker.verdict import Level, Verdict

__all__ = ["Level", "Report", "Verdict", "check", "judge", "judge_page", "to_json"]
