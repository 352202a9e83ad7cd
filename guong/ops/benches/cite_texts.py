"""Texts to find citations in: news that does not repeat, decisions full of citations, and what would hurt a matcher.

Words are drawn by a seeded generator; people, places and papers are made up.
"""

import random


def _split(words: str, mark: str = "|") -> list[str]:
    return words.split(mark)


_SYLLABLES = _split(
    "an anh ba bà bản bảo bên biết bình bộ bờ bước ca cá các cách cao cây chăm chăn chè chia chị chỉ chim cho "
    "chung chuyện con cô công cơm cửa cười dài dạy dân dâu dòng dốc đá đàn đào đất đêm đến điện đoàn đỏ đồi đồng "
    "đông đường gà gái gạo gặp gần ghi giá giáo giàu giếng giữ giúp gió gỗ hai hàng hạt hát hẹn hè hiền hoa học "
    "hồ hơn hội hương hướng ít kể khách khéo khe khoai khó khu khuya kia kinh kỹ làm làng lạnh lá lên lời lúa lũ "
    "lớp lợn lưng mái màu mây mẹ miền mong mới mùa mưa mường năm nắng nếp ngày nghề nghe nghỉ ngô người nhà nhân "
    "nhìn nhớ nhỏ nhóm nông núi nuôi nước ong ông ở phiên phố phơi quanh quả quê quen rau rẫy ruộng rừng sáng "
    "sân sông sớm suối sức sương tay tấm thác thầy thấy thêm thôn thơm thu thuyền tiếng tìm tin tre trẻ trong "
    "trồng trường trưa tuổi tươi vải vàng vào vé việc vui vườn xa xanh xe xóm xuân yên",
    " ",
)
_PEOPLE = _split("Lý Tẩn Giàng Hoàng Sầm Vàng Lù Phàn Đặng Nông Bàn Chảo Triệu Lò", " ")
_GIVEN = _split("Mẩy Sử Dìn Páo Seo Sín Thào Vần Lìn Chẩn Phủ Quẩy Kiêm Diu Sơn Thắm Liên", " ")
_PLACES = _split("Nậm Mường Tả Bản Lũng Khe Phìn Cốc Thượng Hạ Suối Na Pá Sín Lao Chải Hồ Soi Vạc Đon Lảo Ngài", " ")
_WHO = _split(
    "ủy ban nhân dân xã|hội nông dân|đoàn thanh niên|trạm y tế|nhà trường|bà con trong bản|đội tình nguyện|"
    "hợp tác xã|ban quản lý chợ|hội phụ nữ|các hộ chăn nuôi|tổ bảo vệ rừng|phòng giáo dục|đồng chí bí thư chi bộ|"
    "người cao tuổi"
)
_DID = _split(
    "đã tổ chức|vừa bàn giao|tích cực tham gia|thường xuyên kiểm tra|phối hợp xây dựng|tiếp tục triển khai|"
    "hướng dẫn bà con|quyết định hỗ trợ|lập kế hoạch cho|thông báo rộng rãi về|báo cáo kết quả|tuyên truyền về|"
    "đề xuất phương án cho|chỉ đạo"
)
_WHAT = _split(
    "đường liên thôn|chương trình nông thôn mới|kế hoạch trồng rừng|lớp học xóa mù|phiên chợ vùng cao|"
    "luật lệ giao thông|nguồn nước sạch|mô hình nuôi cá|quỹ khuyến học|việc phòng cháy|lễ hội mùa xuân|"
    "giống lúa mới|đề án bảo tồn nghề dệt|quy định về vệ sinh|nghị quyết của chi bộ|mái ấm tình thương|"
    "thông tin trên loa|công tác hòa giải|hồ sơ đất đai"
)
_PAPERS = (("Nghị quyết", "NQ"), ("Quyết định", "QĐ"), ("Chỉ thị", "CT"), ("Kế hoạch", "KH"), ("Hướng dẫn", "HD"))
_ISSUERS = (
    "Ban Thường vụ Tỉnh ủy", "Bộ Chính trị", "Ban Bí thư", "Huyện ủy Mường Soi", "Ủy ban nhân dân tỉnh", "Chính phủ",
    "Ban Chấp hành Trung ương Đảng khóa XII", "Bộ Nội vụ", "Hội đồng nhân dân tỉnh", "Thủ tướng Chính phủ",
)  # fmt: skip


def news(characters: int, seed: int = 1) -> str:
    """Reports of local papers: dates, amounts, shares, phones; a citation about every 1,500 characters."""
    draw = random.Random(seed)
    parts: list[str] = []
    length = 0
    while length < characters:
        sentence = _sentence(draw)
        parts.append(sentence + ("\n\n" if draw.random() < 0.2 else " "))
        length += len(parts[-1])
    return "".join(parts)[:characters]


def _sentence(draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.09:
        return f"{_words(draw, 3).capitalize()} thực hiện {citation(draw)} về {_words(draw, 6)}."
    if kind < 0.3:
        return (
            f"Ngày {draw.randint(1, 28)}/{draw.randint(1, 12)}, tại xã {_place(draw)}, {draw.choice(_WHO)} "
            f"{draw.choice(_DID)} {draw.choice(_WHAT)} cho {draw.randint(12, 990)} hộ, đạt {draw.randint(20, 99)},"
            f"{draw.randint(0, 9)}% so với năm {draw.randint(2009, 2025)}, {_words(draw, 8)}."
        )
    if kind < 0.45:
        return f"“{_words(draw, 9).capitalize()}, {_words(draw, 7)}”, {_person(draw)}, {_words(draw, 4)} chia sẻ."
    if kind < 0.7:
        return (
            f"{draw.choice(_WHO).capitalize()} {draw.choice(_DID)} {draw.choice(_WHAT)} ở {_place(draw)}, "
            f"{_words(draw, 9)} và {_words(draw, 5)}, hơn {draw.randint(2, 60)}.{draw.randint(100, 999)} lượt người."
        )
    return f"{_words(draw, 12).capitalize()}, {_words(draw, 8)}; {draw.choice(_WHAT)} {_words(draw, 11)}."


def _words(draw: random.Random, count: int) -> str:
    return " ".join(draw.choice(_SYLLABLES) for _ in range(count + draw.randint(0, 3)))


def _place(draw: random.Random) -> str:
    return f"{draw.choice(_PLACES)} {draw.choice(_PLACES)}"


def _person(draw: random.Random) -> str:
    return (
        f"{draw.choice(('anh', 'chị', 'ông', 'bà'))} {draw.choice(_PEOPLE)} {draw.choice(_GIVEN)} {draw.choice(_GIVEN)}"
    )


def citation(draw: random.Random) -> str:
    word, symbol = draw.choice(_PAPERS)
    number, code = draw.randint(1, 3000), draw.choice(("TU", "TW", "HU", "ĐU"))
    core = f"{number}-{symbol}/{code}"
    if draw.random() < 0.5:
        core = f"{number}/{draw.randint(1999, 2025)}/{symbol}-{draw.choice(('UBND', 'HĐND', 'CP', 'TTg', 'BNV'))}"
    day = f"{draw.randint(1, 28)}/{draw.randint(1, 12)}/{draw.randint(1999, 2025)}"
    tail = draw.choice(
        ("", f" ngày {day}", f", ngày {day} của {draw.choice(_ISSUERS)}", f" của {draw.choice(_ISSUERS)}")
    )
    return f"{word} {draw.choice(('số ', 'số ', ''))}{core}{tail}"


def dense(characters: int, seed: int = 2) -> str:
    """The heads of decisions: hardly a line without a citation."""
    draw = random.Random(seed)
    lines: list[str] = []
    length = 0
    while length < characters:
        lines.append(f"Căn cứ {citation(draw)} về {_words(draw, 5)};\n")
        length += len(lines[-1])
    return "".join(lines)[:characters]


# Each repeated by itself: what makes a careless pattern go over the same place again and again.
HURTFUL = (
    "1", "/", "1/", "12/2012/", "1-NQ/", "1/NQ-", "số ", "số số", "số:", "Nghị quyết ", "Luật ", "quyết định ",
    "(", "((Luật ", " ", "\n", "\u00a0", "\u0301", "a\u0301\u0323", "của Ban ", "và ", "NQ ", "QĐ-", "-QĐ/TW",
    "các nghị quyết, ", "ngày ", "ngày 1/", "khoản 1 ", "Điều 1 ", "số 1, ", "1, ", "của Bộ ", "Quyết định này ",
    "A-", "TTLT-BNV-", "®Þ", "ñeä", "\nĐiều 1", "Luật Đất đai, ", "Nghị quyết Đại hội ", "của Bộ Nội vụ và ",
    "số 1-NQ/TU, ", "số 1-NQ/TU ngày 1/2/2020, ", "số 1-NQ/TU của Bộ Chính trị, ", "\u200b", "Nghị quyết 1, 2, ",
    "Nghị quyết, ", "Nghị quyết và ", "văn bản này ", "(khóa I, ", "điểm a, ",
)  # fmt: skip


def adversarial(characters: int) -> str:
    """A stretch of each hurtful piece, all of the same length."""
    share = characters // len(HURTFUL)
    return "".join((piece * (share // len(piece) + 1))[:share] for piece in HURTFUL)


def american(characters: int, seed: int = 3) -> str:
    draw = random.Random(seed)
    sentences: list[str] = []
    while sum(map(len, sentences)) < characters:
        where = (
            f"{draw.randint(2, 560)} U.S. {draw.randint(1, 900)}, {draw.randint(1, 900)} ({draw.randint(1900, 2020)})"
        )
        sentences.append(f"The court below held otherwise, as in Doe v. Roe, {where}, and the motion was denied. ")
    return "".join(sentences)
