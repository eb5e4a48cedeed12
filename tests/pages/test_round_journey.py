"""A round in a real browser, from two sheets to a result that a household can check."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from housing.core.clock import Clock
from housing.core.work import working
from housing.demo.sample import make_sample
from housing.rounds import queries
from housing.rounds.results import Status
from tests.pages.office import PHONE, Office, fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages

START = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
DICE = "3561242513661243512346123"
CODE = "430199-2026-001"


@dataclass(frozen=True)
class Slip:
    """What a household holds: its receipt code and its identity number, and how it ended."""

    code: str
    identity: str
    status: Status


@dataclass(frozen=True)
class Story:
    """A published round and the slips of its households."""

    office: Office
    slips: tuple[Slip, ...]

    def slip(self, status: Status) -> Slip:
        """Return the first household that ended like that."""
        return next(slip for slip in self.slips if slip.status is status)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Three officers bring a round from the import to its publication, page by page."""
    with open_office(tmp_path_factory.mktemp("office"), START) as office:
        _import(office)
        _prepare(office)
        _draw(office)
        _allocate_and_publish(office)
        yield Story(office, tuple(_slips(office)))


def _import(office: Office) -> None:
    page = office.officer("zhongxin")
    sample = make_sample(START.date(), 160, 45)
    page.goto("/desk/imports")
    for name, body in (("units", sample.units_csv()), ("households", sample.households_csv())):
        page.set_input_files(
            f"#{name}", {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": body}
        )
    page.get_by_role("button", name="上传并检查").click()
    page.get_by_role("button", name="确认导入全部各行").click()
    expect(page.get_by_role("status").first).to_be_visible()


def _act(page: Page, name: str) -> None:
    """Follow the next step of the round, confirm, and see that it is done."""
    page.goto("/desk/rounds/1")
    page.locator(".panel").get_by_role("link", name=name, exact=True).click()
    page.check("#sure")
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_text(f"已完成：{name}")).to_be_visible()


def _prepare(office: Office) -> None:
    page = office.officer("zhongxin")
    page.goto("/desk/rounds")
    page.get_by_role("link", name="新建分配轮次").click()
    page.get_by_role("button", name="立项").click()
    expect(page.get_by_role("alert")).to_contain_text("没有保存")
    page.fill("#name", "2026年第一批公租房配租")
    page.fill("#approval_document", "示例县政办〔2026〕1号")
    page.select_option("#seed_source", "dice")
    page.get_by_role("button", name="立项").click()
    page.get_by_role("link", name="采用已复审的名册").click()
    page.fill("#document", "复审〔2026〕1号")
    page.check("#sure")
    page.locator("main").get_by_role("button", name="采用已复审的名册").click()
    page.get_by_role("link", name="冻结名册").click()
    expect(page.locator(".facts")).to_contain_text("入册家庭")
    keep(page, "freeze", always=True)
    _act(page, "冻结名册")


def _draw(office: Office) -> None:
    office.later(hours=2)
    centre = office.officer("zhongxin")
    centre.goto("/desk/rounds/1")
    expect(centre.locator(".panel")).to_contain_text("县住建局复核")
    refused = centre.goto("/desk/rounds/1/enter_seed")
    assert refused is not None
    assert refused.status == 403
    page = office.officer("fuhe")
    page.goto("/desk/rounds/1/enter_seed")
    page.fill("#text", DICE[:10])
    page.fill("#drawn_at", "2026-09-01T10:30")
    page.fill("#witnesses", "县公证处，公证书〔2026〕8号")
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("alert")).to_contain_text("至少需要 64 比特")
    expect(page.locator("#witnesses")).to_have_value("县公证处，公证书〔2026〕8号")
    page.fill("#text", DICE)
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("status")).to_contain_text("随机性 64 比特")
    keep(page, "seed", always=True)
    page.get_by_role("button", name="录入，不能再改").click()
    expect(page.get_by_text("种子已录入。")).to_be_visible()
    _act(office.officer("zhongxin"), "生成排序")
    _act(office.officer("zhongxin"), "公示排序")


def _allocate_and_publish(office: Office) -> None:
    page = office.officer("zhongxin")
    page.goto("/desk/rounds/1/allocate")
    page.check("#sure")
    page.locator("main").get_by_role("button", name="分配").click()
    expect(page.get_by_role("alert")).to_contain_text("公示")
    keep(page, "publicity-not-over", always=True)
    _nothing_is_told_too_early(office)
    office.later(days=9)
    _act(page, "分配")
    _act(page, "独立复算")
    _nothing_is_told_too_early(office)
    _act(office.officer("fabu"), "公布结果")


def _nothing_is_told_too_early(office: Office) -> None:
    page = office.public()
    page.goto(f"/rounds/{CODE}/results")
    expect(page.get_by_role("heading", level=1)).to_have_text("排序名单")
    assert page.get_by_role("columnheader", name="结果").count() == 0
    for path in ("package.zip", "lists/results.xlsx", "pictures/tiers.svg", "verify"):
        answer = page.request.get(f"/rounds/{CODE}/{path}")
        assert answer.status == 404, path
    page.context.close()


def _slips(office: Office) -> Iterator[Slip]:
    clock = Clock(lambda: office.now)
    with working(office.database.acts, office.actor("fabu"), clock, office.keyring) as work:
        for receipt in queries.receipts(work, 1):
            identity = office.keyring.unseal(receipt.household.identity_sealed)
            found = queries.find_by_receipt(
                work.session, office.keyring, work.place, receipt.code, identity[-4:]
            )
            assert found is not None
            round_, roll_id = found
            outcome = queries.outcome(work.session, office.keyring, round_.id, roll_id)
            yield Slip(receipt.code, identity, outcome.status)


def _look_up(page: Page, slip: Slip) -> None:
    page.goto("/find")
    page.fill("#code", slip.code.lower())
    page.fill("#last4", slip.identity[-4:].lower())
    page.locator("main").get_by_role("button", name="查询").click()


def _package(story: Story) -> bytes:
    return (story.office.settings.home / "rounds" / CODE / "package.zip").read_bytes()


def _verify_file(page: Page, archive: bytes) -> None:
    page.goto(f"/rounds/{CODE}/verify")
    page.set_input_files(
        "#file", {"name": "package.zip", "mimeType": "application/zip", "buffer": archive}
    )
    expect(page.locator('[data-part="result"]')).to_be_visible(timeout=30_000)


def test_the_round_is_public_with_its_steps_by_three_people(story: Story) -> None:
    page = story.office.public()
    page.goto("/")
    page.get_by_role("link", name="2026年第一批公租房配租").click()
    steps = page.locator(".step")
    expect(steps).to_have_count(9)
    words = " ".join(steps.all_inner_texts())
    assert all(role in words for role in ("住房保障中心经办", "县住建局复核", "县住建局负责人"))
    assert not any(name in words for name in ("zhongxin", "fuhe", "fabu"))
    expect(page.locator("main")).to_contain_text(DICE)
    for picture in page.locator(".picture img").all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0
    keep(page, "round", always=True)
    page.context.close()


def test_the_list_is_masked_sorted_and_has_the_losers(story: Story) -> None:
    page = story.office.public()
    page.goto(f"/rounds/{CODE}/results?status=left_out")
    names = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert names
    assert all("*" in name for name in names)
    places = [int(text) for text in page.locator("tbody th").all_inner_texts()]
    assert places == sorted(places)
    page.get_by_role("link", name="位次").click()
    places = [int(text) for text in page.locator("tbody th").all_inner_texts()]
    assert places == sorted(places, reverse=True)
    keep(page, "results", always=True)
    page.context.close()


def test_a_household_left_out_reads_why_without_javascript(story: Story) -> None:
    page = story.office.public(java_script_enabled=False)
    _look_up(page, story.slip(Status.LEFT_OUT))
    expect(page.get_by_role("heading", name="本轮没有分到房")).to_be_visible()
    reasons = " ".join(page.locator(".reasons").all_inner_texts())
    assert re.search(r"您在公开顺序中排第 \d+ 位", reasons)
    assert "排在您前面" in reasons
    assert story.slip(Status.LEFT_OUT).identity not in page.content()
    page.context.close()


@pytest.mark.parametrize("status", [Status.HOUSED, Status.LEFT_OUT, Status.OFF_ROLL])
def test_every_outcome_has_its_page(story: Story, status: Status) -> None:
    page = story.office.public()
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        _look_up(page, story.slip(status))
    assert answer.value.headers["cache-control"] == "no-store"
    expect(page.locator(f".outcome-{status}")).to_be_visible()
    keep(page, f"outcome-{status}", always=True)
    page.context.close()


def test_a_wrong_number_finds_nothing_and_keeps_what_was_typed(story: Story) -> None:
    page = story.office.public()
    slip = story.slip(Status.HOUSED)
    _look_up(page, Slip(slip.code, "000" + slip.identity[-5:-1], slip.status))
    expect(page.get_by_role("alert")).to_contain_text("请核对回执码")
    expect(page.locator("#code")).to_have_value(slip.code.lower())
    page.context.close()


def test_the_browser_verifies_the_package_and_finds_the_household_once(story: Story) -> None:
    page = story.office.public()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"/rounds/{CODE}/verify")
    page.get_by_role("button", name="下载并核验公布的数据包").click()
    result = page.locator('[data-part="result"]')
    expect(result).to_contain_text("全部相符", timeout=30_000)
    assert page.locator(".check-right").count() >= 10
    assert page.locator(".check-wrong").count() == 0
    slip = story.slip(Status.LEFT_OUT)
    page.fill("#code", slip.code)
    page.fill("#number", slip.identity)
    page.get_by_role("button", name="在名册中查找").click()
    expect(page.locator('[data-part="found"]')).to_contain_text("恰好出现一次")
    assert not any(slip.identity in one or slip.code in one for one in sent)
    keep(page, "verified", always=True)
    page.fill("#number", "430100199001010000")
    page.get_by_role("button", name="在名册中查找").click()
    expect(page.locator('[data-part="found"]')).to_contain_text("找到 0 次")
    page.context.close()


def test_one_changed_byte_is_refused_in_the_browser(story: Story) -> None:
    archive = bytearray(_package(story))
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        roll = package.getinfo("roll.json")
    begin = roll.header_offset + 30 + len(roll.filename)
    archive[begin + roll.compress_size // 2] ^= 1
    page = story.office.public()
    _verify_file(page, bytes(archive))
    expect(page.locator('[data-part="result"]')).to_contain_text("不符")
    expect(page.locator('[data-part="household"]')).to_be_hidden()
    page.context.close()


def test_a_package_with_another_winner_is_refused_and_says_where(story: Story) -> None:
    page = story.office.public()
    _verify_file(page, _with_another_winner(_package(story)))
    expect(page.locator('[data-part="result"]')).to_contain_text("不符")
    wrong = " ".join(page.locator(".check-wrong").all_inner_texts())
    assert "allocation.json" in wrong
    keep(page, "tampered", always=True)
    page.context.close()


def _with_another_winner(archive: bytes) -> bytes:
    """Swap the flats of the first two households, as somebody with a friend would."""
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    units = re.findall(rb'"unit":"([^"]+)"', files["allocation.json"])
    first, second = units[0], units[1]
    swapped = files["allocation.json"].replace(first, b"\0").replace(second, first)
    files["allocation.json"] = swapped.replace(b"\0", second)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, body in files.items():
            package.writestr(name, body)
    return out.getvalue()


def test_the_receipt_slips_are_handed_out_and_logged(story: Story) -> None:
    page = story.office.officer("fabu")
    page.goto("/desk/rounds/1")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载回执单（PDF）").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    assert not list(story.office.settings.home.rglob("receipts.pdf"))
    auditor = story.office.officer("shenji")
    auditor.goto("/register")
    expect(auditor.locator("tbody")).to_contain_text(CODE)
    auditor.get_by_role("button", name="核对整本登记簿").click()
    expect(auditor.get_by_role("status")).to_contain_text("核对相符")
    keep(auditor, "register", always=True)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["normal", "large"])
def test_public_pages_have_no_barrier(story: Story, language: str, size: str) -> None:
    page = story.office.public()
    page.goto(f"/preferences?language={language}&type={size}")
    for path in ("/", f"/rounds/{CODE}", f"/rounds/{CODE}/results", "/find", "/sign-in",
                 f"/rounds/{CODE}/rules", f"/rounds/{CODE}/verify", "/nowhere"):  # fmt: skip
        page.goto(path)
        _no_barrier(page, path)
        if language == "en" or size == "large":
            fits(page, path, PHONE["width"])
    page.context.close()


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        (
            "zhongxin",
            (
                "/desk",
                "/desk/rounds",
                "/desk/rounds/new",
                "/desk/rounds/1",
                "/desk/rounds/1/off-roll",
            ),
        ),
        ("zhongxin", ("/desk/imports", "/desk/units", "/desk/households", "/password")),
        ("fabu", ("/desk/rounds/1/annul", "/register")),
        ("guanli", ("/desk", "/accounts", "/accounts/fabu/close")),
    ],
)
def test_officers_pages_have_no_barrier(story: Story, name: str, paths: tuple[str, ...]) -> None:
    page = story.office.officer(name)
    for path in paths:
        page.goto(path)
        _no_barrier(page, path)
        keep(page, f"{name}{path.replace('/', '-')}", always=True)


def _no_barrier(page: Page, path: str) -> None:
    no_barrier(page)
