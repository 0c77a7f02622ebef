package io.countersign.reconciliation.reader;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What field 86 tells people about a movement. Banks write it in one of three ways: subfields {@code ?20}…{@code ?33}
 * (Germany, DFÜ agreement appendix 3), codes {@code /REMI/…/EREF/…} (SWIFT), or free text.
 *
 * @param references the most specific first
 */
record Mt940Details(List<String> references, String counterparty, String description) {
    private static final Pattern SUBFIELDS = Pattern.compile("\\d{3}([^0-9A-Za-z ,.])\\d{2}.*", Pattern.DOTALL);
    /** Keywords inside the purpose of a SEPA movement. */
    private static final Pattern SEPA_KEYWORD = Pattern.compile(
            "(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|COAM|OAMT|PURP|CDCR|ANAM|RREF|SQTP)\\+ ?");

    private static final Pattern CODE = Pattern.compile(
            "/(EREF|KREF|PREF|CREF|MARF|CSID|NAME|ORDP|BENM|CNTP|REMI|TRTP|IBAN|BIC|ID|ADDR|ISDT|RTRN|PURP|ULTC|ULTD"
                    + "|ULTB|BUSP|TRCD|IREF|INIT|SVCL|OCMT|CHGS|EXCH|ORDR|BENO|RREF|TRFID|CODT)/");
    private static final Set<String> NO_REFERENCE = Set.of("", "NOTPROVIDED", "NONREF", "NOTPROVIDED.");
    private static final List<String> SEPA_REFERENCES = List.of("EREF", "KREF", "MREF", "RREF");
    private static final List<String> CODE_REFERENCES = List.of("EREF", "KREF", "PREF", "CREF", "MARF", "RREF", "IREF");

    Mt940Details {
        references = List.copyOf(references);
    }

    static Mt940Details none() {
        return new Mt940Details(List.of(), "", "");
    }

    static Mt940Details of(Mt940Field field) {
        String joined = String.join("", field.texts());
        Matcher subfields = SUBFIELDS.matcher(joined);
        if (subfields.matches()) {
            return ofSubfields(joined.substring(3), subfields.group(1));
        }
        if (CODE.matcher(joined).find()) {
            return ofCodes(joined);
        }
        return new Mt940Details(List.of(), "", plain(String.join(" ", field.texts())));
    }

    private static Mt940Details ofSubfields(String text, String separator) {
        StringBuilder purpose = new StringBuilder();
        StringBuilder name = new StringBuilder();
        StringBuilder posting = new StringBuilder();
        for (String part : text.split(Pattern.quote(separator), -1)) {
            if (part.length() < 2 || !Character.isDigit(part.charAt(0)) || !Character.isDigit(part.charAt(1))) {
                // The separator is also a sign people use in texts.
                purpose.append(part.isEmpty() ? "" : separator + part);
                continue;
            }
            int number = (part.charAt(0) - '0') * 10 + (part.charAt(1) - '0');
            String value = part.substring(2);
            if ((number >= 20 && number <= 29) || (number >= 60 && number <= 63)) {
                purpose.append(value);
            } else if (number == 32 || number == 33) {
                name.append(value);
            } else if (number == 0) {
                posting.append(value);
            }
        }
        Map<String, String> keywords = split(purpose.toString(), SEPA_KEYWORD);
        String remittance = keywords.getOrDefault("SVWZ", keywords.getOrDefault("", ""));
        return new Mt940Details(
                references(keywords, SEPA_REFERENCES),
                plain(name.toString()),
                plain(remittance.isBlank() ? posting.toString() : remittance));
    }

    private static Mt940Details ofCodes(String text) {
        Map<String, String> codes = split(text, CODE);
        String name = codes.getOrDefault("NAME", "");
        if (name.isBlank() && codes.containsKey("CNTP")) {
            String[] counterparty = codes.getOrDefault("CNTP", "").split("/", -1);
            name = counterparty.length > 2 ? counterparty[2] : "";
        }
        String remittance = codes.getOrDefault("REMI", codes.getOrDefault("", ""))
                .replaceFirst("^/?(USTD|STRD/CUR)?//", "")
                .replaceFirst("/+$", "");
        return new Mt940Details(
                references(codes, CODE_REFERENCES), plain(name.replaceAll("^/+|/+$", "")), plain(remittance));
    }

    /** What stands behind each keyword; what stands before the first is under the empty one. */
    private static Map<String, String> split(String text, Pattern keyword) {
        Map<String, String> values = new LinkedHashMap<>();
        Matcher matcher = keyword.matcher(text);
        String name = "";
        int from = 0;
        int search = 0;
        while (matcher.find(search)) {
            // Two codes may share a slash; then nothing stands between them.
            values.merge(name, text.substring(from, Math.max(from, matcher.start())), String::concat);
            name = matcher.group(1);
            from = matcher.end();
            // The slash that ends one code may begin the next.
            search = Math.max(from - 1, matcher.start() + 1);
        }
        values.merge(name, text.substring(Math.min(from, text.length())), String::concat);
        return values;
    }

    private static List<String> references(Map<String, String> values, List<String> names) {
        List<String> references = new ArrayList<>();
        for (String name : names) {
            String reference =
                    values.getOrDefault(name, "").replaceAll("^/+|/+$", "").strip();
            if (!NO_REFERENCE.contains(reference) && !references.contains(reference)) {
                references.add(reference);
            }
        }
        return references;
    }

    private static String plain(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
