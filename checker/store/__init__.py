"""What outlives a process: SQLAlchemy Core over SQLite files, or one PostgreSQL database by address.

:mod:`~checker.store.database` opens, begins transactions and says in one word what stands in the way;
:mod:`~checker.store.schema` has the tables, in parts; :mod:`~checker.store.revisions` brings a part to the
present schema; :mod:`~checker.store.statements` writes what the two engines say differently.

Only what stores anything imports these modules: a check at the command line does without SQLAlchemy.
"""
