"""The acting person, passed to every act; never taken from a global."""

from dataclasses import dataclass

from housing.core.access.names import RIGHT_NAMES, ROLE_NAMES
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.access.rights import PERMISSIONS
from housing.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts for a place: account name, role, place code and office.

    `office` is the id of the office this person works in, None for applicants, administrators
    and jobs. A prefecture's place covers its counties.
    """

    name: str
    role: Role | None
    place: str
    office: int | None = None
    office_kind: OfficeKind | None = None

    def may(self, permission: Permission) -> bool:
        """Return whether this person holds `permission`."""
        return self.role is not None and permission in PERMISSIONS[self.role]

    def must(self, permission: Permission) -> None:
        """Refuse unless this person holds `permission`.

        Raises:
            NotAllowed: names the person, the right and the roles that hold it.
        """
        if not self.may(permission):
            holders = [role for role, held in PERMISSIONS.items() if permission in held]
            names = "、".join(ROLE_NAMES[role] for role in holders)
            raise NotAllowed(
                f"{self.name} 没有“{RIGHT_NAMES[permission]}”权限；有此权限的岗位：{names}"
                f" / {self.name} lacks the right {permission}; held by: {', '.join(holders)}"
            )


def system_actor(place: str) -> Actor:
    """Return the actor of acts that no person does: migrations, jobs."""
    return Actor(name="system", role=None, place=place)
