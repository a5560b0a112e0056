// What the plain scripts inside pages leave for each other.

interface RxlensWords {
    /** Names of medicines, lower case. */
    medicines: string[];
    /** Those among them that law controls. */
    controlled: string[];
    /** What buttons of shops say. */
    basket: string[];
    /** Words to buy or order, which articles say too. */
    buying: string[];
    /** Words that promise medicines without a prescription. */
    unprescribed: string[];
}

interface RxlensGate {
    medicinesIn(text: string): Set<string>;
    judge(page: {text: string; title: string; path: string}): {sells: boolean; strong: boolean};
}

interface RxlensBannerWords {
    label: string;
    text: string;
    advice: string;
    dismiss: string;
    language: string;
}

declare var rxlensWords: RxlensWords;
declare var rxlensGate: RxlensGate;
declare var rxlensBanner: {show(told: RxlensBannerWords, dismissed: () => void): void};
