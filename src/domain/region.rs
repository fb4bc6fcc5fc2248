//! 省市区: the divisions of GB/T 2260 in three levels, so that a postal address is chosen and not typed. What a form keeps
//! is the code chosen so far: `44`, `4401`, `440106`, or `4401--` for a district that the list does not have.

use std::sync::LazyLock;

/// One line for a province, one for each of its cities with its districts; the file's head names its source.
const LIST: &str = include_str!("../../assets/regions.txt");

/// What follows a city's code when its district is not in the list.
const ELSEWHERE: &str = "--";

/// Cities of the list that only group: they are no part of an address.
const GROUPS: [&str; 3] = ["省直辖县", "自治区直辖县级行政区划", "县"];

/// A place with its code.
pub type Named = (&'static str, &'static str);

#[derive(Debug)]
struct Province {
    code: &'static str,
    name: &'static str,
    cities: Vec<City>,
}

#[derive(Debug)]
struct City {
    code: &'static str,
    name: &'static str,
    /// The last two digits of each district's code, and its name.
    districts: Vec<Named>,
}

static PROVINCES: LazyLock<Vec<Province>> = LazyLock::new(|| {
    let mut all: Vec<Province> = Vec::new();
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split(' ');
        let (Some(code), Some(name)) = (words.next(), words.next()) else { continue };
        if code.len() == 2 {
            all.push(Province { code, name, cities: Vec::new() });
        } else if let Some(province) = all.last_mut() {
            province.cities.push(City {
                code,
                name,
                districts: words.filter_map(|word| word.split_at_checked(2)).collect(),
            });
        }
    }
    all
});

/// How far a person has chosen; every part lies in the one before.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chosen {
    province: Option<&'static Province>,
    city: Option<&'static City>,
    /// Two digits and name; empty both for a district that is not in the list.
    district: Option<Named>,
}

impl Chosen {
    /// Reads what a form keeps. What is no code, such as an address typed into an older form, chooses nothing.
    pub fn of(code: &str) -> Self {
        let Some(province) = code.get(..2).and_then(|code| PROVINCES.iter().find(|one| one.code == code)) else {
            return Self::default();
        };
        let city = code.get(..4).and_then(|code| province.cities.iter().find(|one| one.code == code));
        let district = city.zip(code.get(4..).filter(|rest| !rest.is_empty())).and_then(|(city, rest)| {
            if rest == ELSEWHERE {
                Some(("", ""))
            } else {
                city.districts.iter().find(|(two, _)| *two == rest).copied()
            }
        });
        Self { province: Some(province), city, district }
    }

    /// Lays three choices over each other: a city of another province, or a district of another city, no longer counts.
    /// A province's only city is chosen with it.
    pub fn among(province: &str, city: &str, district: &str) -> Self {
        for code in [district, city] {
            let chosen = Self::of(code);
            let fits = code.starts_with(province) && code.starts_with(city) && code.len() > 2;
            if fits && chosen.code() == code {
                return chosen;
            }
        }
        let mut chosen = Self::of(province);
        chosen.city = chosen.province.and_then(|one| if let [only] = &*one.cities { Some(only) } else { None });
        chosen.district = None;
        chosen
    }

    /// What a form keeps.
    pub fn code(&self) -> String {
        match (self.province, self.city, self.district) {
            (_, Some(city), Some(("", _))) => format!("{}{ELSEWHERE}", city.code),
            (_, Some(city), Some((two, _))) => format!("{}{two}", city.code),
            (_, Some(city), None) => city.code.to_owned(),
            (Some(province), None, _) => province.code.to_owned(),
            (None, ..) => String::new(),
        }
    }

    pub fn province(&self) -> &'static str {
        self.province.map_or("", |province| province.code)
    }

    pub fn city(&self) -> &'static str {
        self.city.map_or("", |city| city.code)
    }

    /// The cities of the chosen province.
    pub fn cities(&self) -> impl Iterator<Item = Named> {
        self.province.into_iter().flat_map(|province| province.cities.iter().map(|city| (city.code, city.name)))
    }

    /// The districts of the chosen city with their whole codes; last, where there are any, the one for all others.
    pub fn districts(&self) -> Vec<(String, &'static str)> {
        let Some(city) = self.city.filter(|city| !city.districts.is_empty()) else { return Vec::new() };
        let listed = city.districts.iter().map(|(two, name)| (format!("{}{two}", city.code), *name));
        listed.chain([(format!("{}{ELSEWHERE}", city.code), OTHER)]).collect()
    }

    /// As it stands on an envelope, `广东省广州市天河区`, `北京市东城区`; none while a part is still to be chosen.
    pub fn full_name(&self) -> Option<String> {
        let (province, city) = (self.province?, self.city?);
        if self.district.is_none() && !city.districts.is_empty() {
            return None;
        }
        let mut name = province.name.to_owned();
        if city.name != province.name && !GROUPS.contains(&city.name) {
            name.push_str(city.name);
        }
        name.push_str(self.district.map_or("", |(_, name)| name));
        Some(name)
    }
}

/// The words for a district that the list does not have; it then stands in 详细地址.
pub const OTHER: &str = "其他区县（写在详细地址中）";

/// Every province.
pub fn provinces() -> impl Iterator<Item = Named> {
    PROVINCES.iter().map(|province| (province.code, province.name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole() {
        assert_eq!(provinces().count(), 34);
        let mut districts = 0;
        for (code, name) in provinces() {
            let chosen = Chosen::of(code);
            assert!(chosen.cities().count() > 0 || code == "82", "{name} has no city");
            for (city, _) in chosen.cities() {
                assert!(city.starts_with(code) && city.len() == 4);
                districts += Chosen::of(city).districts().len();
            }
        }
        assert!(districts > 3000, "{districts}");
    }

    #[test]
    fn names_read_as_on_an_envelope() {
        let name = |code: &str| Chosen::of(code).full_name();
        assert_eq!(name("440106").as_deref(), Some("广东省广州市天河区"));
        assert_eq!(name("110101").as_deref(), Some("北京市东城区"));
        assert_eq!(name("429004").as_deref(), Some("湖北省仙桃市"));
        assert_eq!(name("500229").as_deref(), Some("重庆市城口县"));
        assert_eq!(name("4401--").as_deref(), Some("广东省广州市"));
        for unfinished in ["", "44", "4401", "9999", "示例省示例市示例区", "440199"] {
            assert_eq!(name(unfinished), None, "{unfinished}");
        }
    }

    #[test]
    fn each_choice_lies_within_the_one_before() {
        let code = |province, city, district| Chosen::among(province, city, district).code();
        assert_eq!(code("44", "4401", "440106"), "440106");
        assert_eq!(code("44", "4401", "4401--"), "4401--");
        assert_eq!(code("44", "4401", ""), "4401");
        assert_eq!(code("44", "", ""), "44");
        // Another province: the old city and district no longer count. 北京 has one city, which is then chosen.
        assert_eq!(code("42", "4401", "440106"), "42");
        assert_eq!(code("11", "4401", "440106"), "1101");
        assert_eq!(code("44", "4403", "440106"), "4403");
        assert_eq!(code("", "", ""), "");
        for bad in ["440106", "44", "x", "广东", "4401-- "] {
            assert_eq!(code(bad, "", "").len() % 2, 0);
        }
    }
}
