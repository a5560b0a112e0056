"""Many addresses or saved pages judged in one go: a sweep that can be stopped, killed and taken up again.

One process, the coordinator, has the job table and is the only one that touches it; workers only judge::

    input ──► intake ──► job table ──► batches ──► workers ──► job table ──► results
                              │   ▲                (this computer's processes, or a Dask cluster)
                              ▼   │
                          registrations: asked by the coordinator, one registry one question at a time

:mod:`~checker.sweep.intake` reads lines, :mod:`~checker.sweep.jobs` keeps the table,
:mod:`~checker.sweep.registrations` asks registries, :mod:`~checker.sweep.batch` judges,
:mod:`~checker.sweep.engines` and :mod:`~checker.sweep.cluster` say where,
:mod:`~checker.sweep.coordinator` joins them, :mod:`~checker.sweep.results` writes what came of it.
"""
