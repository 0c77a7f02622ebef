package io.countersign.reconciliation.payout;

import io.countersign.api.operation.InputFile;
import io.countersign.api.operation.OperationException;
import io.countersign.reconciliation.statement.AmountText;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads payouts.csv of {@code stripe.payout}. It is our own file: anything not understood refuses all of it. */
final class PayoutFile {
    static final long SIZE_BYTES_MAX = 64L << 20;
    static final int PAYOUTS_MAX = 100_000;

    private static final List<String> COLUMNS = List.of(
            "account",
            "livemode",
            "currency",
            "exponent",
            "requested_minor_units",
            "payout_id",
            "status",
            "arrival",
            "trace_id");

    private PayoutFile() {}

    /** @throws OperationException {@code payouts_unreadable}, naming the line */
    static List<PayoutRow> read(InputFile file) throws IOException {
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (Reader reader = new InputStreamReader(
                        file.open(),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
                CSVParser parser = CSVParser.parse(reader, format)) {
            requireColumns(file, parser.getHeaderNames());
            return rows(file, parser);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new OperationException(
                    "payouts_unreadable", file.name() + " is no payouts.csv: " + e.getMessage(), e);
        }
    }

    private static void requireColumns(InputFile file, List<String> header) {
        if (!header.containsAll(COLUMNS)) {
            throw new OperationException(
                    "payouts_unreadable",
                    file.name() + ", line 1: the header is " + header + "; expected payouts.csv of stripe.payout with "
                            + COLUMNS);
        }
    }

    private static List<PayoutRow> rows(InputFile file, CSVParser parser) {
        List<PayoutRow> rows = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (CSVRecord one : parser) {
            long line = one.getRecordNumber() + 1;
            PayoutRow row;
            try {
                row = row(line, one);
            } catch (UnreadableTextException | DateTimeException | IllegalArgumentException e) {
                throw new OperationException(
                        "payouts_unreadable", file.name() + ", line " + line + ": " + e.getMessage(), e);
            }
            if (!row.payoutId().isEmpty() && !ids.add(row.payoutId())) {
                throw new OperationException(
                        "payouts_unreadable",
                        file.name() + ", line " + line + ": payout " + row.payoutId() + " stands there twice");
            }
            if (rows.size() == PAYOUTS_MAX) {
                throw new OperationException(
                        "payouts_unreadable", file.name() + " has more than " + PAYOUTS_MAX + " payouts; split it");
            }
            rows.add(row);
        }
        return rows;
    }

    private static PayoutRow row(long line, CSVRecord values) throws UnreadableTextException {
        if (!values.isConsistent()) {
            throw new IllegalArgumentException("the record has " + values.size() + " values, unlike the header");
        }
        String currency = values.get("currency").toUpperCase(Locale.ROOT);
        long stripeUnits = AmountText.wholeMinorUnits().toMinorUnits(values.get("requested_minor_units"), currency);
        String arrival = values.get("arrival");
        return new PayoutRow(
                line,
                values.get("account"),
                values.get("payout_id"),
                values.get("status"),
                values.get("livemode").equals("true"),
                arrival.isEmpty() ? null : LocalDate.parse(arrival),
                isoUnits(stripeUnits, Integer.parseInt(values.get("exponent")), AmountText.exponentOf(currency)),
                currency,
                values.get("trace_id"));
    }

    /** Stripe counts some currencies (ISK, UGX) in hundredths that ISO 4217 does not have. */
    private static long isoUnits(long stripeUnits, int stripeExponent, int isoExponent) throws UnreadableTextException {
        long units = stripeUnits;
        for (int exponent = stripeExponent; exponent < isoExponent; exponent++) {
            units = Math.multiplyExact(units, 10L);
        }
        for (int exponent = stripeExponent; exponent > isoExponent; exponent--) {
            if (units % 10 != 0) {
                throw new UnreadableTextException(
                        "amount_scale",
                        stripeUnits + " with " + stripeExponent + " decimals is finer than the currency's minor unit");
            }
            units /= 10;
        }
        return units;
    }
}
