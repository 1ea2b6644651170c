"""The words of invented places: hosts that nobody owns, roads, hours, what is inside."""

from __future__ import annotations

from typing import Final

# Two rare syllables make a host; no company of Beijing should find its own name here.
FIRST: Final = {
    "榆": "Yu", "棠": "Tang", "砚": "Yan", "苇": "Wei", "榛": "Zhen", "桉": "An",
    "柚": "You", "枫": "Feng", "荻": "Di", "霁": "Ji", "汀": "Ting", "沐": "Mu",
    "槿": "Jin", "柏": "Bai", "澄": "Cheng", "禾": "He", "晴": "Qing", "桂": "Gui",
}  # fmt: skip
SECOND: Final = {
    "帆": "fan", "舟": "zhou", "岚": "lan", "桐": "tong", "麦": "mai", "谷": "gu",
    "苗": "miao", "竹": "zhu", "笺": "jian", "羽": "yu", "荷": "he", "川": "chuan",
    "杉": "shan", "栎": "li", "麓": "lu", "笙": "sheng", "陌": "mo", "溪": "xi",
}  # fmt: skip

# Who houses a place, by category; {a} is the area, {h} the host.
HOSTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "warm_heart_station": (
        ("{h}便利店{a}店", "{h} Convenience Store"),
        ("{h}超市{a}店", "{h} Supermarket"),
        ("{h}药房{a}店", "{h} Pharmacy"),
        ("{h}餐厅{a}店", "{h} Restaurant"),
        ("{h}书店{a}店", "{h} Bookshop"),
        ("{h}快递{a}站", "{h} Parcel Depot"),
        ("{h}外卖{a}站", "{h} Delivery Hub"),
        ("{a}{h}加油站", "{h} Petrol Station"),
        ("{a}{h}营业厅", "{h} Service Hall"),
        ("{a}{h}物业", "{h} Property Office"),
        ("{a}{h}产业园", "{h} Industrial Park"),
        ("{a}{h}大厦", "{h} Tower"),
        ("{a}{h}环卫所", "{h} Sanitation Depot"),
        ("{a}{h}公交场站", "{h} Bus Depot"),
        ("{a}{h}家园社区", "{h} Homes"),
    ),
    "service_centre": (("{a}{h}", "{h}"),),
    "service_station": (
        ("{a}{h}产业园", "{h} Industrial Park"),
        ("{a}{h}商圈", "{h} Shopping Quarter"),
    ),
    "workers_home": (
        ("{a}{h}大厦", "{h} Tower"),
        ("{a}{h}产业园", "{h} Industrial Park"),
        ("{a}{h}科技园", "{h} Technology Park"),
        ("{a}{h}商务中心", "{h} Business Centre"),
        ("{a}{h}广场", "{h} Plaza"),
    ),
    "wellness_station": (
        ("{a}{h}医院", "{h} Hospital"),
        ("{a}{h}学校", "{h} School"),
        ("{a}{h}产业园", "{h} Industrial Park"),
        ("{a}{h}大厦", "{h} Tower"),
    ),
    "mother_baby_room": (
        ("{a}{h}商业中心", "{h} Shopping Centre"),
        ("{a}{h}医院", "{h} Hospital"),
        ("{a}{h}图书馆", "{h} Library"),
        ("{a}{h}公园", "{h} Park"),
        ("{a}{h}大厦", "{h} Tower"),
        ("{a}{h}客运站", "{h} Coach Station"),
    ),
    "drivers_home": (("{a}{h}物流园", "{h} Logistics Park"),),
    "cultural_palace": (("{a}{h}", "{h}"),),
}
OTHER_HOSTS: Final = (
    ("{a}{h}集团", "{h} Group"),
    ("{a}{h}产业园", "{h} Industrial Park"),
    ("{a}{h}学校", "{h} School"),
)

ROADS: Final = ("东路", "西路", "南路", "北路", "中路", "大街", "东街", "西街", "南街", "北街")
LANES: Final = ("", "东里", "西里", "南里", "北里")  # behind a name that is a road's already
SPOTS: Final = ("", "", "", "院内", "1层", "1层底商", "院1号楼1层", "院3号楼2层", "院2号楼101室")
NOTES: Final = (
    "东门北侧20米",
    "南门进，一层大厅",
    "一层，电梯厅对面",
    "二层，出电梯左手边",
    "地下一层，停车场入口旁",
    "进院右手第一个门",
    "到前台登记",
    "门口有台阶",
)

# Opening hours as OpenStreetMap writes them and as people do; empty: not known.
Hours = tuple[str, str]
OFFICE: Final[tuple[Hours, ...]] = (
    ("Mo-Fr 09:00-17:00; PH off", "周一至周五 9:00-17:00，节假日休息"),
    ("Mo-Fr 08:30-11:30,13:30-17:30; PH off", "工作日 8:30-11:30、13:30-17:30"),
    ("Mo-Fr 09:00-18:00; Sa 09:00-12:00; PH off", "周一至周五 9:00-18:00，周六 9:00-12:00"),
    ("Mo-Sa 09:00-17:00; PH off", "周一至周六 9:00-17:00，节假日休息"),
    ("", "工作时间"),
)
LATE: Final[tuple[Hours, ...]] = (
    ("24/7", "全天24小时"),
    ("Mo-Su 07:00-23:00", "每天 7:00-23:00"),
    ("Mo-Su 06:00-02:00", "每天 6:00至次日2:00"),
    ("Mo-Su 20:00-08:00", "每晚20:00至次日8:00"),
    ("Mo-Su 08:00-22:00", "每天 8:00-22:00"),
)
SHOP: Final[tuple[Hours, ...]] = (
    ("Mo-Su 10:00-22:00", "每天 10:00-22:00"),
    ("Mo-Su 09:30-21:30", "每天 9:30-21:30"),
    ("Mo-Su 09:00-21:00", "每天 9:00-21:00"),
    ("Mo-Su 08:00-20:00", "周一至周日 8:00-20:00"),
    ("Mo-Th 10:00-21:30; Fr-Su 10:00-22:00", "周一至周四 10:00-21:30，周五至周日 10:00-22:00"),
    ("Apr-Oct 08:00-20:00; Nov-Mar 08:30-18:00", "4月至10月 8:00-20:00，11月至3月 8:30-18:00"),
    ("", "以场所开放时间为准"),
    ("", ""),
)
# Who may enter and what is needed, as codes; empty: not known.
Door = tuple[str, str]
OPEN_DOORS: Final[tuple[Door, ...]] = (
    ("everyone", "nothing"),
    ("everyone", "nothing"),
    ("everyone", "ask"),
    ("outdoor_workers", "nothing"),
    ("outdoor_workers", "scan"),
    ("outdoor_workers,members", "register"),
    ("", ""),
)
STAFF_DOORS: Final[tuple[Door, ...]] = (
    ("members", "register"),
    ("members", "scan"),
    ("outdoor_workers,members", "register"),
    ("host_staff", "key"),
    ("everyone", "register"),
    ("", ""),
)
DOORS: Final[dict[str, tuple[Door, ...]]] = {
    "service_centre": (("everyone", "nothing"), ("everyone", "register")),
    "service_station": OPEN_DOORS,
    "warm_heart_station": OPEN_DOORS,
    "drivers_home": (("outdoor_workers", "nothing"),),
    "mother_baby_room": (("mothers", "nothing"), ("mothers", "ask"), ("mothers", "key"), ("", "")),
}
FLOORS: Final = ("1层", "1层", "1层", "2层", "3层", "地下一层")
ENTRANCES: Final = ("东门", "南门", "西门", "北门", "正门", "沿街门")
HOURS: Final[dict[str, tuple[Hours, ...]]] = {
    "service_centre": OFFICE[:2],
    "service_station": OFFICE,
    "wellness_station": OFFICE,
    "workers_home": OFFICE + SHOP,
    "warm_heart_station": LATE + SHOP + SHOP + OFFICE[:2],
    "mother_baby_room": SHOP,
    "drivers_home": LATE[:1],
}

# What a place of a category has, and how often.
Odds = dict[str, float]
HAS_AMENITIES: Final[dict[str, Odds]] = {
    "warm_heart_station": {
        "drinking_water": 0.97, "rest_area": 0.9, "charging": 0.85, "microwave": 0.72,
        "first_aid": 0.7, "air_conditioning": 0.6, "wifi": 0.55, "toilet": 0.5, "umbrella": 0.35,
        "books": 0.3, "sewing_kit": 0.2, "air_pump": 0.15, "refrigerator": 0.15,
        "bike_charging": 0.06, "face_masks": 0.05,
    },
    "service_station": {
        "drinking_water": 0.9, "rest_area": 0.85, "toilet": 0.8, "charging": 0.6, "wifi": 0.6,
        "microwave": 0.5, "copying": 0.4, "first_aid": 0.4, "air_conditioning": 0.5, "books": 0.3,
    },
    "service_centre": {
        "drinking_water": 1, "rest_area": 1, "toilet": 1, "wifi": 1, "charging": 0.8,
        "copying": 0.8, "air_conditioning": 1, "first_aid": 0.6, "health_check_devices": 0.5,
    },
    "workers_home": {
        "drinking_water": 0.9, "rest_area": 0.9, "wifi": 0.7, "books": 0.7, "fitness": 0.5,
        "charging": 0.6, "toilet": 0.7, "microwave": 0.5, "air_conditioning": 0.7, "tv": 0.3,
    },
    "wellness_station": {"seating": 0.9, "drinking_water": 0.7, "air_conditioning": 0.5},
    "mother_baby_room": {
        "nursing_area": 0.95, "seating": 0.95, "changing_table": 0.9, "wash_basin": 0.7,
        "drinking_water": 0.7, "refrigerator": 0.35, "bottle_warmer": 0.25, "charging": 0.2,
    },
    "drivers_home": {
        "drinking_water": 1, "rest_area": 1, "beds": 1, "shower": 1, "laundry": 1, "toilet": 1,
        "microwave": 1, "truck_parking": 1, "charging": 1, "wifi": 1, "first_aid": 1, "tv": 1,
    },
    "reading_room": {"books": 1, "seating": 1, "drinking_water": 0.8, "wifi": 0.6},
    "cultural_palace": {"toilet": 1, "rest_area": 0.8, "fitness": 0.7, "lockers": 0.5},
}  # fmt: skip
HAS_SERVICES: Final[dict[str, Odds]] = {
    "service_centre": {
        "legal_aid": 1, "dispute_mediation": 1, "rights_advice": 1, "job_matching": 0.9,
        "membership": 1, "difficulty_relief": 1, "mutual_aid": 1, "counselling": 0.6,
        "collective_bargaining": 0.5, "friendship": 0.4,
    },
    "service_station": {
        "membership": 0.9, "rights_advice": 0.6, "legal_aid": 0.5, "dispute_mediation": 0.45,
        "mutual_aid": 0.6, "difficulty_relief": 0.5, "job_matching": 0.3, "member_benefits": 0.4,
    },
    "workers_home": {"activities": 0.8, "membership": 0.3, "space_sharing": 0.3},
    "wellness_station": {"counselling": 1, "health_education": 0.4},
    "warm_heart_station": {"rights_advice": 0.04, "membership": 0.05},
    "cultural_palace": {"activities": 1, "skills_training": 0.5},
    "craftsman_academy": {"skills_training": 1, "innovation": 1},
    "training_site": {"skills_training": 1},
    "innovation_studio": {"innovation": 1, "skills_training": 0.5},
}  # fmt: skip
