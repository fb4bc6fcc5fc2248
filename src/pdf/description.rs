//! What the file says about itself, twice and alike: in the information dictionary and in XMP, with the claims to
//! PDF/A-3a and PDF/UA-1.

use crate::domain::sheet::Sheet;
use crate::pdf::objects::{ascii_string, date, text_string};
use crate::pdf::press::Meta;

const PROGRAM: &str = "Goodstanding";

/// The facts.
pub struct About<'a> {
    pub sheet: &'a Sheet,
    pub meta: &'a Meta,
    /// Hexadecimal; the same for every file of this number.
    pub identity: &'a str,
    /// Hexadecimal; the same for equal files only.
    pub instance: &'a str,
}

impl About<'_> {
    fn title(&self) -> String {
        format!("{} {}", self.sheet.title, self.sheet.number)
    }

    /// The information dictionary.
    pub fn dictionary(&self) -> String {
        let day = date(self.meta.created);
        format!(
            "<</Title{}/Author{}/Creator{program}/Producer{program}/CreationDate{day}/ModDate{day}>>",
            text_string(&self.title()),
            text_string(&self.meta.author),
            program = ascii_string(PROGRAM)
        )
    }

    /// The XMP packet. PDF/A knows no PDF/UA by itself, so the packet also describes that one property.
    pub fn xmp(&self) -> String {
        let day = self.meta.created;
        let day = format!("{:04}-{:02}-{:02}T00:00:00+08:00", day.year(), day.month(), day.day());
        format!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" \
xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" \
xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\" \
xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\
<dc:format>application/pdf</dc:format>\
<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>\
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\
<xmp:CreatorTool>{PROGRAM}</xmp:CreatorTool><xmp:CreateDate>{day}</xmp:CreateDate>\
<xmp:ModifyDate>{day}</xmp:ModifyDate><pdf:Producer>{PROGRAM}</pdf:Producer>\
<xmpMM:DocumentID>uuid:{identity}</xmpMM:DocumentID><xmpMM:InstanceID>uuid:{instance}</xmpMM:InstanceID>\
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\"><pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description></rdf:li></rdf:Seq>\
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>\
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>",
            title = escaped(&self.title()),
            author = escaped(&self.meta.author),
            language = escaped(&self.meta.language),
            identity = self.identity,
            instance = self.instance,
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pdf::sample;

    #[test]
    fn what_a_title_brings_cannot_end_its_element() {
        let sheet = Sheet { title: "A<b>&c".into(), ..sample::firm() };
        let about = About { sheet: &sheet, meta: &sample::meta(), identity: "00", instance: "01" };
        assert!(about.xmp().contains("A&lt;b&gt;&amp;c"));
        assert!(about.dictionary().contains("/Title<FEFF0041003C0062003E00260063"));
    }
}
