//! By what the coffees may be filtered, and the values of each. A value's place in its list is its bit in a [`Filter`].
//!
//! [`Filter`]: super::Filter

use super::keyed::keyed;
use super::{Money, Roast, Use};

keyed! {
    /// A property that a filter asks about.
    Facet {
        Roast = "roast", "Roast";
        Depth = "fathoms", "Depth";
        Origin = "origin", "Origin";
        Process = "process", "Process";
        Price = "price", "Price";
        MadeFor = "for", "Made for";
    }
}

impl Facet {
    /// The key and name of each value.
    pub fn options(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Roast => Roast::OPTIONS,
            Self::Depth => DEPTHS,
            Self::Origin => Origin::OPTIONS,
            Self::Process => Process::OPTIONS,
            Self::Price => PriceBand::OPTIONS,
            Self::MadeFor => Use::OPTIONS,
        }
    }
}

const DEPTHS: &[(&str, &str)] =
    &[("1", "1 fathom"), ("2", "2 fathoms"), ("3", "3 fathoms"), ("4", "4 fathoms"), ("5", "5 fathoms")];

keyed! {
    /// The place where a coffee grew.
    Origin {
        Brazil = "brazil", "Brazil";
        Burundi = "burundi", "Burundi";
        Colombia = "colombia", "Colombia";
        CostaRica = "costa-rica", "Costa Rica";
        Ecuador = "ecuador", "Ecuador";
        ElSalvador = "el-salvador", "El Salvador";
        Ethiopia = "ethiopia", "Ethiopia";
        Guatemala = "guatemala", "Guatemala";
        Honduras = "honduras", "Honduras";
        India = "india", "India";
        Kenya = "kenya", "Kenya";
        Mexico = "mexico", "Mexico";
        Peru = "peru", "Peru";
        Rwanda = "rwanda", "Rwanda";
        Sumatra = "sumatra", "Sumatra";
        Tanzania = "tanzania", "Tanzania";
        Uganda = "uganda", "Uganda";
        Yemen = "yemen", "Yemen";
    }
}

keyed! {
    /// The way in which the fruit became a bean.
    Process {
        Washed = "washed", "Washed";
        Natural = "natural", "Natural";
        Honey = "honey", "Honey";
        WetHulled = "wet-hulled", "Wet-hulled";
        Monsooned = "monsooned", "Monsooned";
        Decaffeinated = "decaffeinated", "Decaffeinated";
    }
}

keyed! {
    /// The range that the price of 250 g is in.
    PriceBand {
        Low = "under-15", "Under €15";
        Middle = "15-to-17", "€15 to €17";
        High = "over-17", "Over €17";
    }
}

impl PriceBand {
    pub fn of(price: Money) -> Self {
        match price.minor {
            ..1500 => Self::Low,
            1500..=1700 => Self::Middle,
            _ => Self::High,
        }
    }
}
