//! 纸质证明 in step 3: how many, how they are handed over, and where to: 收件信息 with 省市区 chosen from lists, and the
//! addresses that were to be remembered.

use maud::{Markup, html};

use crate::domain::address_book::AddressBook;
use crate::domain::region::{Chosen, provinces};
use crate::text::state::Delivery;
use crate::views::form::Form;
use crate::views::icon::Icon;
use crate::views::layout::{asset, icon};
use crate::views::parts::{Choice, Field, Input, Style, Width, button_of, tick};

/// What the association offers on paper.
#[derive(Clone, Debug)]
pub struct Paper {
    pub most_copies: u16,
    /// Where and when to collect, as staff wrote it.
    pub pick_up: String,
    /// How far 省市区 is chosen: which cities and districts the lists offer.
    pub region: Chosen,
    pub book: Vec<AddressLine>,
}

/// One of 常用收件地址.
#[derive(Clone, Debug)]
pub struct AddressLine {
    pub number: u32,
    pub recipient: String,
    /// The middle of the telephone number is not shown.
    pub phone: String,
    pub place: String,
}

impl AddressLine {
    pub fn of(book: &AddressBook) -> Vec<Self> {
        let line = |one: &crate::domain::address_book::Remembered| Self {
            number: one.number,
            recipient: one.recipient.clone(),
            phone: masked(&one.phone),
            place: format!("{}{}", Chosen::of(&one.region).full_name().unwrap_or_default(), one.address),
        };
        book.addresses.iter().map(line).collect()
    }
}

/// `138****0000`.
fn masked(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    let shown = if digits.len() > 8 { 3 } else { 1 };
    let masked = |at: usize| at >= shown && at + 4 < digits.len();
    digits.iter().enumerate().map(|(at, c)| if masked(at) { '*' } else { *c }).collect()
}

impl Paper {
    /// The group of step 3. Its buttons send `go`: `region` (offer the cities and districts of what is chosen now),
    /// `address:{number}` (fill in), `forget:{number}` (erase).
    pub fn render(&self, form: &Form) -> Markup {
        let copies = format!("每份单独编号，最多 {} 份。", self.most_copies);
        let ways = [
            Choice::new(Delivery::Collect.slug(), Delivery::Collect.word()).hint(&self.pick_up),
            Choice::new(Delivery::Post.slug(), Delivery::Post.word())
                .hint("请填写收件信息，寄出后可在详情页查看快递单号。"),
        ];
        html! {
            section class="card" id="paper" {
                h2 { "纸质证明" }
                (Field::new("paper.wanted", "是否需要纸质证明").required().radios(form, &[Choice::new("no", "不需要"), Choice::new("yes", "需要")]))
                div class="nested" data-when="paper.wanted=yes" {
                    (Field::new("paper.copies", "申请数量（份）").required().input(Input::Number).width(Width::Short).most(3).hint(&copies).line(form))
                    (Field::new("paper.delivery", "领取方式").required().radios(form, &ways))
                    div class="nested" data-when="paper.delivery=post" { (self.address(form)) }
                }
            }
        }
    }

    fn address(&self, form: &Form) -> Markup {
        html! {
            h3 { "收件信息" }
            @if !self.book.is_empty() { (self.remembered(form)) }
            div class="pair" {
                (Field::new("paper.recipient", "收件人").required().width(Width::Half).most(25).autocomplete("name").line(form))
                (Field::new("paper.phone", "手机号").required().width(Width::Half).input(Input::Phone).most(20).autocomplete("tel").line(form))
            }
            (self.region(form))
            (Field::new("paper.address", "详细地址").required().most(100).autocomplete("address-line1").hint("街道、门牌号、楼层和房间号。").line(form))
            (Field::new("paper.postcode", "邮编（选填）").input(Input::Number).width(Width::Short).most(6).autocomplete("postal-code").line(form))
            (tick(form, "paper.remember", "提交后记为常用收件地址"))
        }
    }

    fn region(&self, form: &Form) -> Markup {
        let error = form.error("paper.region");
        let owned = |(code, name): (&str, &str)| (code.to_owned(), name.to_owned());
        let cities: Vec<_> = self.region.cities().map(owned).collect();
        let districts: Vec<_> =
            self.region.districts().into_iter().map(|(code, name)| (code, name.to_owned())).collect();
        html! {
            fieldset class=(if error.is_some() { "period regions wrong" } else { "period regions" }) id="paper.region"
                data-regions=(asset("regions.txt")) aria-describedby=[error.map(|_| "paper.region-error")] {
                legend { "省市区" span class="star" aria-hidden="true" { "*" } span class="unseen" { "（必填）" } }
                @if let Some(error) = error { p class="error" id="paper.region-error" { (icon(Icon::Alert)) (error) } }
                div class="triple" {
                    (Field::new("paper.province", "省").select(form, Some("请选择"), &provinces().map(owned).collect::<Vec<_>>()))
                    (Field::new("paper.city", "市").select(form, Some("请选择"), &cities))
                    (Field::new("paper.district", "区县").select(form, Some("请选择"), &districts))
                }
                p class="scriptless" data-scriptless {
                    (button_of(Style::Plain, "go", "region", "列出所选省、市的下一级"))
                }
            }
        }
    }

    fn remembered(&self, form: &Form) -> Markup {
        html! {
            details class="fold book" open[form.value("paper.recipient").is_empty()] {
                summary { (icon(Icon::Right)) "常用收件地址（" (self.book.len()) "）" }
                ul class="rows" {
                    @for line in &self.book {
                        li {
                            div { b { (line.recipient) } " " span class="code" { (line.phone) } p class="meta" { (line.place) } }
                            div class="row-acts" {
                                (act("address", line, Style::Plain, "使用"))
                                (act("forget", line, Style::Quiet, "删除"))
                            }
                        }
                    }
                }
                p class="meta" { "只有" (OWNERS) "能看到；删除后不再保留。" }
            }
        }
    }
}

const OWNERS: &str = "本所的经办人和管理员（律师本人申请的只有本人）";

fn act(verb: &str, line: &AddressLine, style: Style, word: &str) -> Markup {
    html! {
        button type="submit" class=(style.class()) name="go" value=(format!("{verb}:{}", line.number)) {
            (word) span class="unseen" { "：" (line.recipient) "，" (line.place) }
        }
    }
}

#[cfg(test)]
impl Paper {
    pub fn sample() -> Self {
        Self {
            most_copies: 20,
            pick_up: "工作日 9:00—11:30、13:30—17:00，示例市示例路 1 号本会一楼服务窗口。".to_owned(),
            region: Chosen::of("440106"),
            book: vec![
                AddressLine {
                    number: 2,
                    recipient: "许青禾".to_owned(),
                    phone: masked("13800000000"),
                    place: "广东省广州市天河区示例路 1 号示例大厦 20 层".to_owned(),
                },
                AddressLine {
                    number: 1,
                    recipient: crate::views::sample::LONG_NAME.to_owned(),
                    phone: masked("02000000000"),
                    place: "新疆维吾尔自治区伊犁哈萨克自治州察布查尔锡伯自治县示例镇示例村 1 号".to_owned(),
                },
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_telephone_number_is_shown_in_part() {
        assert_eq!(masked("13800000000"), "138****0000");
        assert_eq!(masked("80000000"), "8***0000");
        assert_eq!(masked("12"), "12");
    }
}
