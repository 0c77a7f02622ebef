package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.DateText;
import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One {@code STMTTRN} of an OFX file while it is read. */
final class OfxTransaction {
    /** {@code 20261122}, {@code 20261122120000}, {@code 20261122120000.000[-5:EST]}. */
    private static final Pattern DATE = Pattern.compile("(\\d{8})(\\d{4}|\\d{6}(\\.\\d{1,6})?)?\\s*(\\[.{1,20}\\])?");

    private static final DateText DATES = DateText.of("yyyyMMdd");
    private static final Pattern ENTITY = Pattern.compile("&(amp|lt|gt|nbsp|quot|apos|#\\d{1,6}|#x[0-9A-Fa-f]{1,6});?");
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "nbsp", " ", "quot", "\"", "apos", "'");
    private static final int VALUES_MAX = 100;

    private final long line;
    private final boolean pending;
    private final Map<String, String> values = new HashMap<>();
    private @Nullable UnreadableTextException fault;
    private long faultLine;
    private int faultColumn;

    /** @param pending whether the bank announces it only */
    OfxTransaction(long line, boolean pending) {
        this.line = line;
        this.pending = pending;
    }

    /** From 1. */
    long line() {
        return line;
    }

    long faultLine() {
        return fault == null ? line : faultLine;
    }

    int faultColumn() {
        return faultColumn;
    }

    /** Remembers the first fault; the transaction is rejected for it when it ends. */
    void fault(OfxToken place, String code, String reason) {
        if (fault == null) {
            fault = new UnreadableTextException(code, reason);
            faultLine = place.line();
            faultColumn = place.column();
        }
    }

    /** @param name of the element, led by its aggregate's when that is not the transaction itself */
    void value(String name, OfxToken text) {
        if (values.size() == VALUES_MAX) {
            fault(text, "element_count", "the transaction has more than " + VALUES_MAX + " elements");
        } else if (values.put(name, text.text()) != null) {
            fault(text, "element_twice", "element " + ShownText.of(name) + " stands in this transaction twice");
        }
    }

    /** @throws UnreadableTextException the first fault, or that of its amount, date or encoding */
    StatementLine line(String account, String statement, String currency, StrictText text, String rawDigest)
            throws UnreadableTextException {
        if (fault != null) {
            throw fault;
        }
        if (pending) {
            throw new UnreadableTextException("not_booked", "the transaction is pending; it moved no money yet");
        }
        String own = text("CURRENCY/CURSYM", text);
        String lineCurrency = own.isEmpty() ? currency : own;
        long amount = amount(required("TRNAMT", text), lineCurrency);
        String name = text("NAME", text);
        String payee = name.isEmpty() ? text("PAYEE/NAME", text) : name;
        String available = text("DTAVAIL", text);
        List<String> references = new ArrayList<>();
        for (String element : List.of("REFNUM", "CHECKNUM", "SRVRTID", "CORRECTFITID")) {
            String reference = text(element, text);
            if (!reference.isEmpty() && !references.contains(reference)) {
                references.add(reference);
            }
        }
        return StatementLine.builder(line, amount, lineCurrency)
                .account(account)
                .statement(statement)
                .id(text("FITID", text))
                .references(references)
                .bookingDate(date(required("DTPOSTED", text)))
                .valueDate(available.isEmpty() ? null : date(available))
                .counterparty(payee)
                .description(text("MEMO", text))
                .rawDigest(rawDigest)
                .build();
    }

    /**
     * An amount with either decimal sign (OFX 2.2, §3.2.9.1) and no groups.
     *
     * @throws UnreadableTextException the fault of the amount
     */
    static long amount(String text, String currency) throws UnreadableTextException {
        return AmountText.decimals(text.indexOf(',') >= 0 ? ',' : '.').toMinorUnits(text, currency);
    }

    /**
     * The bank's own date; a time is left out.
     *
     * @throws UnreadableTextException {@code date_format}
     */
    static LocalDate date(String text) throws UnreadableTextException {
        Matcher parts = DATE.matcher(text);
        if (!parts.matches()) {
            throw new UnreadableTextException(
                    "date_format", ShownText.of(text) + " is no date of the form yyyyMMdd with or without a time");
        }
        return DATES.parse(parts.group(1));
    }

    /** Decodes the bytes of a value, resolves entities, and lets other ampersands be. */
    static String decoded(String bytes, StrictText text) throws UnreadableTextException {
        String decoded = text.decode(bytes.getBytes(StandardCharsets.ISO_8859_1), 1);
        return decoded.indexOf('&') < 0
                ? decoded
                : ENTITY.matcher(decoded)
                        .replaceAll(found -> Matcher.quoteReplacement(entity(found.group(), found.group(1))));
    }

    private static String entity(String whole, String name) {
        if (name.charAt(0) != '#') {
            return ENTITIES.getOrDefault(name, whole);
        }
        boolean hexadecimal = name.charAt(1) == 'x';
        int codePoint = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
        boolean printable = Character.isValidCodePoint(codePoint)
                && !Character.isISOControl(codePoint)
                && !(codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
        return printable ? Character.toString(codePoint) : whole;
    }

    private String required(String name, StrictText text) throws UnreadableTextException {
        String value = text(name, text);
        if (value.isEmpty()) {
            throw new UnreadableTextException("element_missing", "the transaction has no element " + name);
        }
        return value;
    }

    private String text(String name, StrictText text) throws UnreadableTextException {
        return decoded(values.getOrDefault(name, ""), text);
    }
}
