"""A message pasted whole (e-mail, chat, SMS): what it says, where its links lead, what gives it away.

Nothing of a message is stored. :mod:`~checker.message_text.parts` takes it apart,
:mod:`~checker.message_text.links` opens what its links are wrapped in, :mod:`~checker.message_text.signs`
says what was seen, :mod:`~checker.message_text.answer` puts it together.
"""
