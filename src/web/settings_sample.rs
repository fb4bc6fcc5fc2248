//! Previews of the settings' areas: the same pages that others will see, with what was typed.

use crate::app::change_looks;
use crate::app::revise::Opened;
use crate::domain::accent::Accent;
use crate::domain::calendar::{self, Calendar};
use crate::domain::revision::{Area, Content};
use crate::domain::settings::{Notice, Settings};
use crate::domain::time::Day;
use crate::paths;
use crate::text::letters::{self, LetterKind};
use crate::views::area_sample::Sample;
use crate::views::frame::Frame;
use crate::web::error::Fail;
use crate::web::help;
use crate::web::visit::Visit;

/// The frame of a preview: it bears the logo and the colour that are not saved yet.
pub fn frame(visit: &Visit, content: &Content) -> Frame {
    let mut frame = visit.frame();
    match content {
        Content::Looks { logo, accent } => {
            frame.association.logo = logo.as_ref().map(paths::settings_artwork);
            frame.association.accent = accent.as_deref().map(paths::accent);
        }
        Content::Association { name, short, latin, .. } => {
            frame.association.name.clone_from(name);
            frame.association.short.clone_from(short);
            frame.association.latin.clone_from(latin);
        }
        _ => {}
    }
    frame
}

pub async fn sample(visit: &Visit, opened: &Opened, content: &Content) -> Result<Sample, Fail> {
    let today = visit.web.world.today();
    let mut settings = opened.settings.clone();
    content.clone().put(&opened.area, &mut settings);
    Ok(match content {
        Content::Looks { accent, .. } => {
            let accent = accent.as_deref().and_then(|text| Accent::parse(text).ok());
            Sample::Looks { contrast: accent.map(Accent::on_white) }
        }
        Content::Seal(None) => Sample::Seal(None),
        Content::Seal(Some(hash)) => {
            let of = hash.clone();
            let weight = visit.deed(move |world| change_looks::weight(world, &of)).await?;
            Sample::Seal(Some((hash.clone(), weight)))
        }
        Content::Hotline(_) => Sample::Hotline(help::hotline_page(&settings)),
        Content::Faq(_) => Sample::Faq(help::faq_page(&settings)),
        Content::Notices(notices) => {
            Sample::Notices(notices.iter().map(|notice| (notice.text.clone(), standing(notice, today))).collect())
        }
        Content::Letter(_) => letter(&opened.area, &settings),
        Content::Workdays(_) => Sample::Lines(workdays(&opened.area, &settings.calendar, today)),
        Content::Association { .. } => Sample::Lines(vec![
            format!("证明的署名和印章上的名称：{}", settings.association),
            format!("页面左上角：{}", settings.short),
            format!("核验页的英文名称：{}", settings.latin),
        ]),
        Content::Places { .. } => Sample::Lines(vec![
            format!("选择“自取”时显示：{}", help::collect_at(&settings)),
            format!("报错页面显示：{}", help::report_note(&settings)),
        ]),
    })
}

fn standing(notice: &Notice, today: Day) -> String {
    if notice.stands_on(today) {
        format!("现在显示，到{}为止。", notice.until.zh())
    } else if notice.from > today {
        format!("{}起显示，到{}为止。", notice.from.zh(), notice.until.zh())
    } else {
        "已过期，不再显示。".to_owned()
    }
}

fn letter(area: &Area, settings: &Settings) -> Sample {
    let kind = match area {
        Area::Letter(kind) => LetterKind::parse(kind),
        _ => None,
    };
    let Some(kind) = kind else { return Sample::None };
    let (subject, body) = letters::sample(settings, kind, &kind.in_force(settings));
    Sample::Letter { subject, body }
}

/// How many working days each month has, and an example of a promise.
fn workdays(area: &Area, list: &Calendar, today: Day) -> Vec<String> {
    let Area::Workdays(year) = area else { return Vec::new() };
    let months: Vec<String> = (1..=12)
        .filter_map(|month| {
            let first = Day::new(*year, month, 1)?;
            let days = (0..31).map(|n| first.plus_days(n)).take_while(|day| day.month() == month);
            Some(format!("{month}月 {}", days.filter(|day| calendar::is_working(list, *day)).count()))
        })
        .collect();
    let mut lines = vec![format!("每月的工作日数：{}。", months.join("，"))];
    if today.year() == *year {
        let by = calendar::plus_working_days(list, today, 5);
        lines.push(format!("例如：今天提交、承诺 5 个工作日的申请，应在{}前审核。", by.zh()));
    }
    lines
}
