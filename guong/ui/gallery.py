"""Every component once, with made-up values: for those who build screens, in sample installations only."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from guong.ui import charts, icons
from guong.ui.states import STATES

COUNTS = tuple(zip(STATES, (112, 11, 3, 2, 6, 4, 9, 37), strict=True))


class SampleForm(forms.Form):
    """One of each kind of field."""

    symbol = forms.CharField(label="Số và ký hiệu", initial="86-KH/HU")
    held_on = forms.DateField(label="Ngày tổ chức", help_text="Ngày, tháng, năm, ví dụ 27/8/2022.")
    present = forms.IntegerField(label="Có mặt", max_value=29, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    form_of = forms.ChoiceField(
        label="Hình thức", choices=[("a", "Riêng"), ("b", "Chuyên đề")], widget=forms.RadioSelect
    )
    points = forms.MultipleChoiceField(
        label="Nội dung",
        choices=[("1", "Ưu điểm"), ("2", "Hạn chế")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remark = forms.CharField(label="Ghi chú", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    sure = forms.BooleanField(label="Không có dấu chỉ mức độ mật")


def show(request: HttpRequest) -> HttpResponse:
    if not settings.GUONG_SAMPLE and not settings.DEBUG:
        raise Http404
    return render(request, "ui/gallery.html", _context())


def _context() -> dict[str, Any]:
    points = [
        (date(2022, 8, d), n)
        for d, n in ((3, 1), (6, 3), (9, 6), (12, 9), (15, 14), (18, 20), (22, 26), (27, 33), (31, 40))
    ]
    curve = charts.Curve(
        points=points, whole=46, start=date(2022, 8, 1), end=date(2022, 9, 30), title="Nhịp theo ngày", unit="đơn vị",
        due=date(2022, 8, 28), due_label="Hạn 28/8", previous=[(0, 0), (12, 6), (25, 22), (40, 38), (52, 46)],
        previous_label="Giai đoạn trước",
    )  # fmt: skip
    return {
        "shares": charts.shares(COUNTS, whole=sum(n for _key, n in COUNTS), title="Trạng thái"),
        "curve": charts.progress(curve),
        "curve_table": charts.table("Nhịp theo ngày", ["Ngày", "Cộng dồn"], [(d.isoformat(), n) for d, n in points]),
        "dots": charts.dots(40, 46, excused=2, title="Đã xong"),
        "counts": [(STATES[key], n, sum(c for _k, c in COUNTS)) for key, n in COUNTS],
        "states": list(STATES.values()),
        "icons": sorted(icons.PATHS),
        "form": SampleForm(),
        "bad": SampleForm({"symbol": "86-KH/HU", "present": "31"}),
        "page": Paginator(range(100), 10).page(4),
        "crumbs": [("Các đợt", "#"), ("Năm 2022", "#"), ("Giai đoạn hai", "")],
        "facts": [("Là gì", "Cộng số người có mặt ở mọi buổi"), ("Thời điểm", "17:00, 31/8/2022")],
        "day": date(2022, 8, 31),
    }
