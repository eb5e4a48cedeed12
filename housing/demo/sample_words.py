"""Words of the sample county: its estates, streets, employers and made-up names."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estate:
    """One project of the sample county; `share` of the stock, `liking` among those who wish."""

    code: str
    name: str
    street: str
    floors: int
    owner: str
    reserved_for: str
    completed: tuple[int, int]  # days before the day of the sample: at least, at most
    rent: str
    share: int
    liking: int
    accessible_percent: int


COUNTY = "县住建局"
PARK = "马坡岭高新园区管委会"
HOSPITAL = "县第一人民医院"

ESTATES = (
    Estate("P01", "清溪雅苑", "清溪街道", 27, COUNTY, "", (900, 1000), "4.8", 34, 34, 7),
    Estate("P02", "桂花安居小区", "桂花街道", 24, COUNTY, "", (700, 800), "4.5", 26, 26, 8),
    Estate("P03", "松雅公寓", "松雅街道", 27, COUNTY, "", (200, 300), "5.2", 18, 20, 8),
    Estate("P04", "老城新居", "南门街道", 7, COUNTY, "", (3600, 3800), "3.2", 8, 8, 4),
    Estate("P05", "园区青年公寓", "马坡岭镇", 18, PARK, "园区就业人员", (250, 420), "4.0", 9, 4, 3),
    Estate("P06", "医护公寓", "南门街道", 18, HOSPITAL, "本单位职工", (1500, 1700), "3.6", 5, 2, 5),
)
STREETS = ("清溪街道", "桂花街道", "松雅街道", "南门街道", "北塔街道", "马坡岭镇")
# Estates an employer's people may take part in before others. The empty word is no employer.
EMPLOYERS: dict[str, str] = {
    "湘芯科技": "P05",
    "马坡岭精密": "P05",
    "县第一人民医院": "P06",
    "南门商贸": "",
    "": "",
}
PRIORITY = ("重度残疾", "孤老", "失独家庭", "伤残病退军人", "见义勇为", "劳动模范", "烈士家属")
PRIORITY_WEIGHTS = (28, 30, 10, 15, 7, 5, 3)

SURNAMES = "李王张刘陈杨黄周吴徐孙胡朱高林何郭罗梁宋谢唐韩冯邓曹彭曾肖田董潘袁蔡蒋余于杜叶程"
GIVEN = "安邦春冬丰谷禾吉佳康乐梅宁平勤仁山松泰文贤晓欣雁友云泽兆正志中竹子庆桃苗榕澜"
