"""What a file still lacks by the county's document list (HN 14), and what may be asked again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from housing.core.errors import BadInput
from housing.households.words import Group

BY_DOCUMENT, BY_CONSENTS, BY_STATEMENT = "document", "consents", "statement"

#: What an item may depend on; the caller says which hold for the case.
CONDITIONS = frozenset(
    {"guardian", "put_forward", "employed", "no_employer", "rescue", "priority", "disposal"}
)
FIELDS = frozenset({"key", "name", "name_en", "groups", "relations", "when", "by", "optional"})


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a county's document list.

    `groups`: the applicant groups that need it, all when empty. `relations`: one paper for each
    member who is this to the head; one for the case when empty. `when`: conditions that must all
    hold. `by`: met by a document, by every member's consent, or by the applicant's statement.
    """

    key: str
    name: str
    groups: tuple[str, ...] = ()
    relations: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    by: str = BY_DOCUMENT
    optional: bool = False
    name_en: str = ""

    @property
    def english(self) -> str:
        """The name in English, where the county has given one."""
        return self.name_en or self.name

    @property
    def called(self) -> str:
        """The name as pages show it, "中文 / English"."""
        return f"{self.name} / {self.english}"


@dataclass(frozen=True, slots=True)
class MemberFile:
    """What the file holds about one member."""

    id: int
    name: str
    relation: str
    has_consented: bool


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What the file of one application holds; `documents` are (kind, member id or None)."""

    group: Group
    conditions: frozenset[str]
    members: tuple[MemberFile, ...]
    documents: frozenset[tuple[str, int | None]]
    has_statement: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing, with the member it is about (None: the whole family)."""

    key: str
    member_id: int | None
    reason: str


def read_items(document_list: Sequence[Mapping[str, Any]]) -> tuple[Item, ...]:
    """Return the county's document list as items.

    Raises:
        BadInput: an entry names an unknown field or condition; names the entry.
    """
    items = []
    for entry in document_list:
        unknown = sorted({*entry} - FIELDS) + sorted({*entry.get("when", ())} - CONDITIONS)
        if unknown:
            raise BadInput(
                f"document_list {entry.get('key', '?')}: 不识 {unknown}"
                " / unknown field or condition"
            )
        items.append(
            Item(
                key=str(entry["key"]),
                name=str(entry["name"]),
                groups=tuple(entry.get("groups", ())),
                relations=tuple(entry.get("relations", ())),
                when=tuple(entry.get("when", ())),
                by=str(entry.get("by", BY_DOCUMENT)),
                optional=bool(entry.get("optional", 0)),
                name_en=str(entry.get("name_en", "")),
            )
        )
    return tuple(items)


def needed(items: Sequence[Item], file: CaseFile) -> tuple[Item, ...]:
    """Return the items that this case must bring, in the county's order.

    Basis: HN 14 (HN-14-1): the list is by applicant group and by claimed priority.
    """
    return tuple(
        item
        for item in items
        if not item.optional
        and (not item.groups or file.group.value in item.groups)
        and file.conditions.issuperset(item.when)
    )


def missing_items(items: Sequence[Item], file: CaseFile) -> list[Missing]:
    """Return everything the file lacks, in the county's order; empty when it is complete.

    Basis: HN 14 (HN-14-1 documents, HN-14-2 statement, HN-14-3 consents).
    """
    return [missing for item in needed(items, file) for missing in _lacking(item, file)]


def _lacking(item: Item, file: CaseFile) -> Iterator[Missing]:
    if item.by == BY_STATEMENT:
        if not file.has_statement:
            yield Missing(
                item.key, None, f"{item.name} / {item.english}: not yet stated to be true"
            )
    elif item.by == BY_CONSENTS:
        for member in file.members:
            if not member.has_consented:
                yield _of_member(item, member)
    elif not item.relations:
        if not any(kind == item.key for kind, _ in file.documents):
            yield Missing(item.key, None, f"{item.name} / {item.english}: no document yet")
    else:
        for member in file.members:
            brought = (item.key, member.id) in file.documents
            if member.relation in item.relations and not brought:
                yield _of_member(item, member)


def _of_member(item: Item, member: MemberFile) -> Missing:
    words = f"{member.name}：{item.name} / {member.name}: {item.english}"
    return Missing(item.key, member.id, words)


def not_to_be_asked_again(
    items: Sequence[tuple[str, int | None]],
    asked_before: Sequence[tuple[str, int | None]],
    brought_since: frozenset[tuple[str, int | None]],
) -> list[tuple[str, int | None]]:
    """Return those of `items` that a second notice may not hold.

    What is missing is said once and in full; later only what was brought since, and does not
    serve, may be asked for again, or what was asked for before and is still not there.
    Basis: HN 14 (HN-14-1), Order No. 11 of the ministry, article 8.
    """
    return [
        item for item in items if item not in brought_since and item not in frozenset(asked_before)
    ]
