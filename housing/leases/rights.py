"""Who may act on leases: any one of several rights, or a job, which no person does."""

from housing.core.access.permissions import Permission
from housing.core.work import Work


def must_any(work: Work, *rights: Permission) -> None:
    """Refuse unless the actor holds one of the rights; jobs act without a role.

    Raises:
        NotAllowed: names the first right and who holds it.
    """
    if work.actor.role is None:
        return
    if not any(work.actor.may(each) for each in rights):
        work.actor.must(rights[0])
