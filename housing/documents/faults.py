"""Why a file is not taken in, in words for the person who sent it: what is wrong, what to do."""

from housing.core.errors import BadInput
from housing.documents.limits import MOST_BYTES, MOST_PAGES, MOST_PIXELS

_MB = MOST_BYTES // 1024 // 1024
_MILLION = MOST_PIXELS // 1_000_000

FAULTS: dict[str, tuple[str, str]] = {
    "empty": (
        "文件是空的，请重新选择",
        "the file is empty; choose it again",
    ),
    "too_large": (
        f"文件超过 {_MB} MB，请用较低的清晰度重新拍照或扫描",
        f"the file is over {_MB} MB; take the picture again at a lower resolution",
    ),
    "unknown_type": (
        "只收 PDF、JPG、PNG、WebP；Word、Excel 请另存为 PDF，苹果手机的 HEIC 照片请先转为 JPG，"
        "或直接截屏",
        "only PDF, JPG, PNG and WebP are taken; save Word and Excel as PDF, and HEIC as JPG",
    ),
    "other_ending": (
        "文件的内容与扩展名不符，请用原来的程序重新保存后再上传",
        "the content is not what the ending of the name says; save it again with its own program",
    ),
    "double": (
        "文件里夹带了别的内容，不能接收；请重新拍照或扫描",
        "the file carries something else inside; take the picture or scan it again",
    ),
    "damaged": (
        "文件打不开或不完整，请重新保存或拍照后再上传",
        "the file cannot be opened or is not complete; save it or take the picture again",
    ),
    "encrypted": (
        "PDF 有密码或限制，请去掉密码（可“打印”成新的 PDF），或拍照上传",
        "the PDF is encrypted; print it into a new PDF without password, or send a picture",
    ),
    "active": (
        "PDF 含有脚本、附件、表单程序或启动命令，不能接收；请“打印”成新的 PDF，或拍照上传",
        "the PDF holds a script, an attachment, a form program or a launch command; print it into a"
        " new PDF, or send a picture",
    ),
    "moving": (
        "动态图片不能接收，请上传普通照片",
        "moving pictures are not taken; send an ordinary photo",
    ),
    "too_many_pages": (
        f"PDF 超过 {MOST_PAGES} 页或过于复杂，请分成几个文件",
        f"the PDF has more than {MOST_PAGES} pages or is too complex; split it",
    ),
    "too_many_pixels": (
        f"图片超过 {_MILLION} 百万像素，请用较低的清晰度重新拍照",
        f"the picture has more than {_MILLION} million pixels; take it again at a lower resolution",
    ),
    "too_large_inside": (
        "文件展开后过大，无法检查；请用较低的清晰度重新拍照或扫描",
        "the file is too large when opened; take the picture or scan it at a lower resolution",
    ),
    "virus": (
        "病毒检查没有通过，不能接收；请换一台电脑或手机重新拍照",
        "the virus scanner refuses it; take the picture again with another phone or computer",
    ),
    "no_scanner": (
        "病毒检查暂时不可用，文件没有保存；请稍后再试，仍不行请告知管理员",
        "the virus scanner does not answer, so the file was not kept; try again later, or tell the"
        " administrator",
    ),
}


def refusal(fault: str, name: str) -> BadInput:
    """Return the refusal of the file `name` for a reason of `FAULTS`."""
    zh, en = FAULTS[fault]
    return BadInput(f"“{name}”：{zh} / {name}: {en}")
