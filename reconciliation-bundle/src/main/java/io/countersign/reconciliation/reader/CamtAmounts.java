package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.DateText;
import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Amounts, directions and dates as ISO 20022 writes them. */
final class CamtAmounts {
    private static final AmountText AMOUNTS = AmountText.decimals('.');
    private static final DateText DATES = DateText.of("yyyy-MM-dd");
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,18}(\\.\\d{1,5})?");
    private static final int DATE_LENGTH = 10;

    private CamtAmounts() {}

    /**
     * The unsigned amount of an element with a currency.
     *
     * @throws UnreadableTextException the fault of its amount or currency
     */
    static long unsigned(XmlNode amount) throws UnreadableTextException {
        if (!DECIMAL.matcher(amount.text()).matches()) {
            throw new UnreadableTextException(
                    "amount_format", ShownText.of(amount.text()) + " is no unsigned amount like 1234.56");
        }
        return AMOUNTS.toMinorUnits(amount.text(), amount.currency());
    }

    /**
     * The amount below an element, negative for {@code DBIT}.
     *
     * @param indicator {@code CRDT} or {@code DBIT}
     * @throws UnreadableTextException when there is no amount or no direction, or the fault of either
     */
    static long signed(XmlNode amount, String indicator) throws UnreadableTextException {
        long unsigned = unsigned(amount);
        return switch (indicator) {
            case "CRDT" -> unsigned;
            case "DBIT" -> -unsigned;
            default ->
                throw new UnreadableTextException(
                        "indicator", "CdtDbtInd is " + ShownText.of(indicator) + "; expected CRDT or DBIT");
        };
    }

    /** @throws UnreadableTextException {@code amount_format} when the element has no amount */
    static XmlNode amount(XmlNode parent) throws UnreadableTextException {
        Optional<XmlNode> amount = parent.find("Amt");
        if (amount.isEmpty()) {
            throw new UnreadableTextException("amount_format", parent.name() + " has no element Amt");
        }
        return amount.get();
    }

    /**
     * The date of an element that holds {@code Dt} or {@code DtTm}; null when it is absent. A time is left out: the date is
     * the bank's own.
     *
     * @throws UnreadableTextException {@code date_format}
     */
    static @Nullable LocalDate date(XmlNode parent, String name) throws UnreadableTextException {
        String text = parent.text(name + "/Dt", name + "/DtTm");
        if (text.isEmpty()) {
            return null;
        }
        boolean withTime = text.length() > DATE_LENGTH && "TZ+-".indexOf(text.charAt(DATE_LENGTH)) >= 0;
        return DATES.parse(withTime ? text.substring(0, DATE_LENGTH) : text);
    }
}
