"""Chinese runs of an English page are marked; everything else stays as it was, to the letter."""

import pytest

from housing.web.parts import marked


def _zh(words: str) -> str:
    return f'<span lang="zh-CN">{words}</span>'


@pytest.mark.parametrize(
    ("page", "wanted"),
    [
        ("<p>With: 县市区住建部门</p>", f"<p>With: {_zh('县市区住建部门')}</p>"),
        ("<p>李*春 · SQ2026000001</p>", f"<p>{_zh('李*春')} · SQ2026000001</p>"),
        ("<dd>清溪街道安居路1号3栋201</dd>", f"<dd>{_zh('清溪街道安居路1号3栋201')}</dd>"),
        ("<p>by 函〔2026〕1 号, 2026-09-25</p>", f"<p>by {_zh('函〔2026〕1 号')}, 2026-09-25</p>"),
        ("<p>Close “审计” now</p>", f"<p>Close “{_zh('审计')}” now</p>"),
        ("<p>《办法》第十五条</p>", f"<p>{_zh('《办法》第十五条')}</p>"),
        ('<p lang="zh-CN">审计 <b>机关</b></p>', None),
        ("<title>审计</title><option>审计</option>", None),
        ("<script>const 名 = 1 < 2 && '审计'</script>", None),
        ('<img alt="审计"><input value="审计"><br/>', None),
        ("<!doctype html><!-- 审计 --><p>a &lt; b &#20013; &amp; c</p>", None),
        ("<p>no Chinese （here） at all</p>", None),
        ('<p lang="zh">审计</p><p>审计</p>', f'<p lang="zh">审计</p><p>{_zh("审计")}</p>'),
        (
            "<ul><li>审计<li>b</ul><p>财政</p>",
            f"<ul><li>{_zh('审计')}<li>b</ul><p>{_zh('财政')}</p>",
        ),
    ],
)
def test_what_is_marked(page: str, wanted: str | None) -> None:
    assert marked(page) == (page if wanted is None else wanted)
