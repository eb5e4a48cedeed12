"""Who may do which act on a round; read by the services (the act) and by the pages (the door)."""

from housing.core.access.permissions import Permission
from housing.rounds.states import RoundAct

#: Acts whose day stands in the published plan: the timetable does them when nobody has.
BY_DATE = frozenset({RoundAct.OPEN_REGISTRATION, RoundAct.CLOSE_REGISTRATION})
RIGHT_FOR: dict[RoundAct, Permission] = {
    RoundAct.PUBLISH_PLAN: Permission.FREEZE_ROLL,
    RoundAct.OPEN_REGISTRATION: Permission.PREPARE_ROUND,
    RoundAct.CLOSE_REGISTRATION: Permission.PREPARE_ROUND,
    RoundAct.ADOPT_ROLL: Permission.PREPARE_ROUND,
    RoundAct.CARRY_OVER: Permission.ANNUL_ROUND,
    RoundAct.FREEZE: Permission.FREEZE_ROLL,
    RoundAct.ENTER_SEED: Permission.ENTER_SEED,
    RoundAct.MAKE_ORDER: Permission.RUN_ROUND,
    RoundAct.PUBLISH_ORDER: Permission.RUN_ROUND,
    RoundAct.SEND_FOR_FILING: Permission.FILE_ROUND,
    RoundAct.PASS_FILING: Permission.REVIEW_FILING,
    RoundAct.RETURN_FILING: Permission.REVIEW_FILING,
    RoundAct.ALLOCATE: Permission.RUN_ROUND,
    RoundAct.OPEN_PICKING: Permission.RUN_ROUND,
    RoundAct.END_PICKING: Permission.RUN_ROUND,
    RoundAct.CHECK: Permission.RUN_ROUND,
    RoundAct.PUBLISH: Permission.PUBLISH_ROUND,
    RoundAct.OPEN_SIGNING: Permission.RUN_ROUND,
    RoundAct.CLOSE: Permission.RUN_ROUND,
    RoundAct.ANNUL: Permission.ANNUL_ROUND,
}
