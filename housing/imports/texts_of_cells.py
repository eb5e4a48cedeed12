"""Sentences about a whole file and about single cells."""

from housing.imports.fault_kinds import FaultKind as K
from housing.imports.fault_kinds import Text

CELL_TEXTS: dict[K, Text] = {
    K.UNREADABLE: Text(
        "文件无法读取：{detail}。",
        "请用表格软件打开后另存为 .xlsx 或 CSV，再上传；有密码的先去掉密码。",
        "The file cannot be read: {detail}.",
        "Open it in a spreadsheet program, remove any password, save as .xlsx or CSV.",
    ),
    K.ENCODING: Text(
        "文字编码不是 UTF-8 或 GB18030（第 {byte} 个字节处）。",
        "请另存为“CSV UTF-8”或 .xlsx。",
        "The text is neither UTF-8 nor GB18030 (at byte {byte}).",
        'Save it as "CSV UTF-8" or .xlsx.',
    ),
    K.EMPTY: Text(
        "文件里没有任何内容。",
        "请检查是否选错了文件。",
        "The file is empty.",
        "Check that the right file was chosen.",
    ),
    K.HEADER_ONLY: Text(
        "只有表头，没有数据行。",
        "请填入数据后再上传。",
        "There is a header but no row below it.",
        "Fill in the rows first.",
    ),
    K.NOT_COMMA: Text(
        "各列之间不是半角逗号。",
        "请另存为“CSV（逗号分隔）”或 .xlsx。",
        "The columns are not separated by commas.",
        "Save it as comma-separated CSV or .xlsx.",
    ),
    K.WRONG_SHEET: Text(
        "这是{found}，此处应为{wanted}。",
        "请把两个文件对调后再上传。",
        "This is the sheet of {found_en}; here belongs the one of {wanted_en}.",
        "Exchange the two files.",
    ),
    K.MANY_TABLES: Text(
        "工作簿里有 {count} 张表，无法判断用哪一张：{names}。",
        "请只保留要导入的一张表。",
        "The workbook has {count} tables and none can be told to be meant: {names}.",
        "Keep only the one to import.",
    ),
    K.MISSING_COLUMN: Text(
        "缺少这一列。",
        "请在第一行补上表头“{column}”及其数据；列的顺序不限。",
        "This column is missing.",
        "Add the header {column} to the first row, with its values; any order will do.",
    ),
    K.DOUBLE_COLUMN: Text(
        "这一列出现了 {count} 次。",
        "请只保留一列。",
        "This column stands there {count} times.",
        "Keep one of them.",
    ),
    K.CELL_COUNT: Text(
        "这一行有 {found} 格，表头有 {wanted} 格，无法判断各格属于哪一列。",
        "请检查是否多了或少了逗号；含逗号的文字要用双引号括起。",
        "The row has {found} cells, the header {wanted}.",
        "Look for a comma too many or too few; quote text that contains commas.",
    ),
    K.REQUIRED: Text(
        "不能为空。",
        "请补填；数额确实没有的填 0。",
        "Must not be empty.",
        "Fill it in; write 0 for an amount that is really nothing.",
    ),
    K.INNER_SPACE: Text(
        "文字中间有空格。",
        "应写作“{suggestion}”。",
        "There is a space inside.",
        "Write {suggestion}.",
    ),
    K.UNKNOWN_WORD: Text(
        "不在可填范围内。",
        "只能填：{known}。",
        "Not one of the known words.",
        "Use one of: {known}.",
    ),
    K.TOO_LONG: Text(
        "有 {found} 个字，最多 {most} 个。",
        "请缩短，或检查是否串列。",
        "{found} characters; at most {most} fit.",
        "Shorten it, or see whether columns are shifted.",
    ),
    K.FORMULA: Text(
        "以“{sign}”开头，表格软件会当作公式执行。",
        "请去掉开头的“{sign}”。",
        "Begins with {sign}; a spreadsheet program would run it as a formula.",
        "Remove the leading {sign}.",
    ),
    K.UNPRINTABLE: Text(
        "含有看不见的控制字符或换行。",
        "请删除后重新输入。",
        "Contains invisible control characters or line breaks.",
        "Delete them and type the value again.",
    ),
    K.DATE_CELL: Text(
        "被表格软件自动变成了日期。",
        "请把单元格格式设为“文本”后重新输入。",
        "The spreadsheet program turned it into a date.",
        "Set the cell's format to text and type it again.",
    ),
    K.NUMBER_CELL: Text(
        "单元格是数字，表格软件只保留 15 位，后几位已丢失。",
        "请把单元格格式设为“文本”，按证件原件重新输入。",
        "The cell holds a number; spreadsheet programs keep 15 digits, the last ones are lost.",
        "Set the cell's format to text and type it again from the document.",
    ),
    K.NOT_WHOLE: Text(
        "不是整数。",
        "请用阿拉伯数字填整数{suggestion}。",
        "Not a whole number.",
        "Write a whole number in digits{suggestion}.",
    ),
    K.NOT_NUMBER: Text(
        "不是数字。",
        "请只填阿拉伯数字，不带单位、逗号和文字。",
        "Not a number.",
        "Write digits only, without unit, comma or words.",
    ),
    K.TOO_FINE: Text(
        "小数超过两位。",
        "请四舍五入到两位小数。",
        "More than two decimals.",
        "Round to two decimals.",
    ),
    K.NEGATIVE: Text(
        "不能是负数。",
        "请核对后填 0 或正数。",
        "Must not be negative.",
        "Check it and write 0 or more.",
    ),
    K.OUT_OF_RANGE: Text(
        "超出合理范围 {least}–{most}{unit}。",
        "请核对是否漏了小数点、多写了位数或用错了单位。",
        "Outside of what is plausible, {least} to {most}{unit}.",
        "Look for a lost decimal point, a digit too many or a wrong unit.",
    ),
    K.NOT_A_DAY: Text(
        "不是日期。",
        "请写成 2025-07-03 或 2025/7/3。",
        "Not a date.",
        "Write 2025-07-03 or 2025/7/3.",
    ),
    K.NO_SUCH_DAY: Text(
        "日历上没有这一天。",
        "请按原始材料核对月和日。",
        "There is no such day.",
        "Check month and day in the papers.",
    ),
    K.IDENTITY_FORM: Text(
        "不符合{document}的号码格式（{form}）。",
        "请按证件原件核对位数和字符，检查证件类型是否选对。",
        "Not of the form of this kind of document ({form}).",
        "Check length and characters in the document, and the kind of document.",
    ),
    K.IDENTITY_OLD: Text(
        "是 15 位的旧号码。",
        "请填写 18 位公民身份号码。",
        "An old number of 15 digits.",
        "Write the number of 18 characters.",
    ),
    K.IDENTITY_DAY: Text(
        "第 7–14 位“{digits}”不是真实的出生日期。",
        "请按证件原件核对。",
        "Characters 7 to 14, {digits}, are no real birth date.",
        "Check the document.",
    ),
    K.IDENTITY_DIGIT: Text(
        "最后一位校验码不符，号码有误写。",
        "请按证件原件逐位核对；末位为 X 的要写 X。",
        "The check digit does not fit: some character is wrong.",
        "Compare every character with the document.",
    ),
    K.BORN_LATER: Text(
        "出生日期 {born} 晚于受理日期 {accepted}。",
        "请核对证件号码和受理日期。",
        "Born on {born}, after the application was accepted on {accepted}.",
        "Check the identity number and the day of acceptance.",
    ),
    K.PHONE: Text(
        "不是 11 位手机号，也不是带区号的固定电话。",
        "请填 11 位手机号，或如 0731-12345678 的固定电话。",
        "Neither a mobile number of 11 digits nor a landline with its area code.",
        "Write 11 digits, or a landline such as 0731-12345678.",
    ),
}
