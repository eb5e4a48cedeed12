"""The self-check over the interface; nothing is kept."""

from collections.abc import Mapping
from typing import Any

from housing.eligibility.assess import assess, groups_that_fit
from housing.eligibility.citing import cited
from housing.eligibility.declared import facts_declared
from housing.eligibility.lines import lines_for
from housing.eligibility.schemas import SelfCheckAnswerSchema, SelfCheckSchema
from housing.policies import queries as policies
from housing.web.acting import reading
from housing.web.api import ApiBlueprint
from housing.web.guards import public
from housing.web.installation import installation
from housing.web.limits import READING, limiter

api = ApiBlueprint("self_check", __name__, description="自助测算 / self-check")


@public
@api.route("/self-check", methods=["POST"])
@limiter.limit(READING)
@api.arguments(SelfCheckSchema)
@api.response(200, SelfCheckAnswerSchema)
def check(stated: Mapping[str, Any]) -> dict[str, Any]:
    """Try the conditions of admission on stated circumstances, by today's standards.

    Basis: HN 12 (HN-12-1 to HN-12-7), HN 10 (HN-10-1).
    """
    here = installation()
    with reading() as session:
        book = policies.book(session)
    lines = lines_for(book, here.settings.place, here.clock.today())
    facts = facts_declared(stated, lines.day)
    assessment = assess(facts, lines)
    answer = assessment.to_json()
    articles = cited(assessment, book)
    for finding in answer["findings"]:
        finding["cites"] = list(articles[finding["key"]])
    return {**answer, "groups_that_fit": [each.value for each in groups_that_fit(facts, lines)]}
