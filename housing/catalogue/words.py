"""The homes of rules as the command line says them, in both languages."""

from housing.catalogue.book import Home

HOME_WORDS = {
    Home.CODE: "程序执行 / enforced by code",
    Home.PARAMETER: "地方参数 / a dated local value",
    Home.RECORD: "记录备查 / kept as a record",
    Home.OUTSIDE: "不在系统内 / outside",
    Home.PLANNED: "尚未落实 / planned",
}
