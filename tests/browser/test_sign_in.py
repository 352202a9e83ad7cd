"""The page that everybody of the staff meets first."""

from playwright.sync_api import Page

from tests.browser.looking import axe, fits, shots


def test_the_sign_in_page_is_fit_to_be_used(page: Page) -> None:
    page.goto("/accounts/login/")
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.get_by_role("heading", level=1).inner_text() == "Đăng nhập"
    shots(page, "sign-in")
    fits(page)
    axe(page)


def test_a_wrong_password_is_refused_in_words_that_tell_nothing(page: Page) -> None:
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill("nobody")
    page.locator("input[name=password]").fill("wrong")
    page.locator("form:has(input[name=password]) button").click()
    assert page.get_by_text("Tên đăng nhập hoặc mật khẩu chưa đúng.").count() == 1
    axe(page)


def test_signing_in_works_without_javascript(plain_page: Page) -> None:
    plain_page.goto("/accounts/login/")
    plain_page.locator("input[name=login]").fill("nobody")
    plain_page.locator("input[name=password]").fill("wrong")
    plain_page.locator("form:has(input[name=password]) button").click()
    assert plain_page.get_by_text("Tên đăng nhập hoặc mật khẩu chưa đúng.").count() == 1
