"""Regressions: a parent job whose runs are jobs of their own; its state follows theirs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.clock import now
from services.models import Job, JobState

NAMED = 10
"""How many runs that did not pass are named in the parent's reason."""

WORST_FIRST = (JobState.FAILED, JobState.TIMED_OUT, JobState.CRASHED, JobState.DEAD, JobState.CANCELLED)


def begin_parent(session: Session, parent_id: UUID, moment: datetime) -> None:
    """Note that the first of a parent's runs began."""
    waiting = update(Job).where(Job.id == parent_id, Job.state == JobState.QUEUED)
    session.execute(waiting.values(state=JobState.RUNNING, started_at=moment), execution_options=_AS_IT_IS)


def settle_parent(session: Session, parent_id: UUID) -> None:
    """End a parent whose last run has ended, in the transaction that ended the run; other jobs are left alone."""
    # NOTE: of two runs that end at the same moment, the second waits here and then sees the first one's end.
    found = select(Job.state, Job.cancel_requested_at).where(Job.id == parent_id, Job.child_count > 0)
    parent = session.execute(found.with_for_update(key_share=True)).one_or_none()
    if parent is None or JobState(parent.state).is_final or _is_open(session, parent_id):
        return
    ended = session.execute(select(Job.number, Job.state).where(Job.parent_id == parent_id).order_by(Job.number)).all()
    state, reason = summary([(number, JobState(each)) for number, each in ended])
    if parent.cancel_requested_at is not None:
        state, reason = JobState.CANCELLED, f'Cancelled. {reason}'.rstrip()
    values: dict[str, Any] = {'state': state, 'reason': reason, 'finished_at': now()}
    session.execute(update(Job).where(Job.id == parent_id).values(**values), execution_options=_AS_IT_IS)


def summary(runs: Sequence[tuple[int, JobState]]) -> tuple[JobState, str]:
    """Return the state of a parent, and the reason where not every run of it passed."""
    others = [(number, state) for number, state in runs if state is not JobState.PASSED]
    if not others:
        return JobState.PASSED, ''
    found = {state for _, state in others}
    worst = next(state for state in WORST_FIRST if state in found)
    names = ', '.join(f'#{number} ({state.value})' for number, state in others[:NAMED])
    more = f' and {len(others) - NAMED} more' if len(others) > NAMED else ''
    state = JobState.CRASHED if worst is JobState.DEAD else worst
    return state, f'{len(others)} of {len(runs)} runs did not pass: {names}{more}.'


def _is_open(session: Session, parent_id: UUID) -> bool:
    states = (JobState.QUEUED, JobState.RUNNING)
    return bool(session.scalar(select(func.count()).where(Job.parent_id == parent_id, Job.state.in_(states))))


_AS_IT_IS = {'synchronize_session': False}
