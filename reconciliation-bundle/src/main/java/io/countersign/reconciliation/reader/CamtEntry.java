package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.StatementLine;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a statement and the transactions inside it. A batch becomes a line for each transaction, but only when
 * their amounts explain the entry to the cent; otherwise the entry is the line, so that the balance stays explained.
 */
final class CamtEntry {
    private static final int REFERENCES_MAX = 1_000;
    private static final Set<String> NO_REFERENCE = Set.of("", "NOTPROVIDED", "NONREF");
    private static final String[] REFERENCE_PATHS = {
        "Refs/EndToEndId",
        "Refs/UETR",
        "Refs/TxId",
        "Refs/AcctSvcrRef",
        "Refs/InstrId",
        "Refs/MsgId",
        "Refs/PmtInfId",
        "Refs/MndtId",
        "Refs/ChqNb",
        "Refs/ClrSysRef",
        "RmtInf/Strd/CdtrRefInf/Ref",
        "RmtInf/Strd/CdtrRefInf/CdtrRef",
        "RtrInf/OrgnlEndToEndId"
    };

    private final String account;
    private final String statement;
    private final XmlNode entry;
    private final long amount;
    private final String currency;
    private final String indicator;
    private final @Nullable LocalDate valueDate;
    private final @Nullable LocalDate bookingDate;
    private final String digest;

    /** @throws UnreadableTextException when the entry is not booked, or the fault of its amount or dates */
    CamtEntry(String account, String statement, XmlNode entry) throws UnreadableTextException {
        this.account = account;
        this.statement = statement;
        this.entry = entry;
        String status = entry.text("Sts/Cd", "Sts/Prtry", "Sts");
        if (!status.equals("BOOK")) {
            throw new UnreadableTextException(
                    "not_booked",
                    "the entry's status is " + ShownText.of(status) + ", not BOOK; it moved no money yet");
        }
        XmlNode amountNode = CamtAmounts.amount(entry);
        this.indicator = entry.text("CdtDbtInd");
        this.amount = CamtAmounts.signed(amountNode, indicator);
        this.currency = amountNode.currency();
        this.valueDate = CamtAmounts.date(entry, "ValDt");
        this.bookingDate = CamtAmounts.date(entry, "BookgDt");
        this.digest = entry.digest();
    }

    List<StatementLine> lines() {
        List<XmlNode> transactions = new ArrayList<>();
        entry.all("NtryDtls").forEach(details -> transactions.addAll(details.all("TxDtls")));
        if (transactions.size() <= 1) {
            return List.of(entryLine(transactions));
        }
        long[] amounts = explaining(transactions);
        if (amounts.length == 0) {
            return List.of(entryLine(transactions));
        }
        List<StatementLine> lines = new ArrayList<>();
        for (int i = 0; i < amounts.length; i++) {
            lines.add(transactionLine(transactions.get(i), amounts[i]));
        }
        return lines;
    }

    /** Signed amounts of the transactions when they are all stated and add up to the entry; empty otherwise. */
    private long[] explaining(List<XmlNode> transactions) {
        long[] amounts = new long[transactions.size()];
        long rest = amount;
        try {
            for (int i = 0; i < amounts.length; i++) {
                amounts[i] = transactionAmount(transactions.get(i));
                rest = Math.subtractExact(rest, amounts[i]);
            }
        } catch (UnreadableTextException | ArithmeticException e) {
            return new long[0];
        }
        return rest == 0 ? amounts : new long[0];
    }

    private long transactionAmount(XmlNode transaction) throws UnreadableTextException {
        XmlNode node = transaction
                .find("Amt")
                .or(() -> transaction.find("AmtDtls/TxAmt/Amt"))
                .orElseThrow(() -> new UnreadableTextException("amount_format", "the transaction has no amount"));
        if (!node.currency().equals(currency)) {
            throw new UnreadableTextException("currency", "the transaction is in " + node.currency());
        }
        String own = transaction.text("CdtDbtInd");
        return CamtAmounts.signed(node, own.isEmpty() ? indicator : own);
    }

    private StatementLine entryLine(List<XmlNode> transactions) {
        Set<String> references = new LinkedHashSet<>();
        transactions.forEach(transaction -> references.addAll(references(transaction)));
        add(references, entry.text("AcctSvcrRef"));
        add(references, entry.text("NtryRef"));
        XmlNode single = transactions.size() == 1 ? transactions.get(0) : new XmlNode("TxDtls", entry.line(), "");
        String id = entry.text("AcctSvcrRef");
        return builder(entry, single, amount)
                .id(id.isEmpty() ? single.text("Refs/AcctSvcrRef") : id)
                .references(references.stream().limit(REFERENCES_MAX).toList())
                .build();
    }

    private StatementLine transactionLine(XmlNode transaction, long transactionAmount) {
        Set<String> references = new LinkedHashSet<>(references(transaction));
        String batch = entry.text("AcctSvcrRef", "NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId", "NtryRef");
        add(references, batch);
        return builder(transaction, transaction, transactionAmount)
                .id(transaction.text("Refs/AcctSvcrRef", "Refs/TxId", "Refs/UETR"))
                .references(List.copyOf(references))
                .groupKey(batch)
                .build();
    }

    private StatementLine.Builder builder(XmlNode place, XmlNode transaction, long lineAmount) {
        // An entry that came in from another party names who sent it, one that went out who received it.
        String side = lineAmount < 0 ? "Cdtr" : "Dbtr";
        String parties = "RltdPties/";
        Long fee = charges(transaction);
        return StatementLine.builder(place.line(), lineAmount, currency)
                .account(account)
                .statement(statement)
                .valueDate(valueDate)
                .bookingDate(bookingDate)
                .counterparty(transaction.text(
                        parties + side + "/Nm",
                        parties + side + "/Pty/Nm",
                        parties + "Ultmt" + side + "/Nm",
                        parties + "Ultmt" + side + "/Pty/Nm"))
                .description(description(transaction))
                .feeMinorUnits(fee == null && place == entry ? charges(entry) : fee)
                .reversal(entry.text("RvslInd").equals("true")
                        || entry.text("RvslInd").equals("1"))
                .rawDigest(place == entry ? digest : place.digest());
    }

    private String description(XmlNode transaction) {
        List<String> texts = new ArrayList<>();
        transaction.find("RmtInf").ifPresent(remittance -> remittance.all("Ustrd").stream()
                .map(XmlNode::text)
                .forEach(texts::add));
        texts.add(transaction.text("AddtlTxInf"));
        if (texts.stream().allMatch(String::isEmpty)) {
            texts.add(entry.text("AddtlNtryInf"));
        }
        return String.join(" ", texts.stream().filter(text -> !text.isEmpty()).toList())
                .replaceAll("\\s+", " ");
    }

    /** What was charged, in the entry's currency; null when nothing is stated or it is in another currency. */
    private @Nullable Long charges(XmlNode parent) {
        List<XmlNode> records = new ArrayList<>();
        for (XmlNode charges : parent.all("Chrgs")) {
            records.addAll(charges.all("Rcrd"));
            if (charges.find("Amt").isPresent()) {
                records.add(charges);
            }
        }
        long sum = 0;
        try {
            for (XmlNode charge : records) {
                XmlNode charged = CamtAmounts.amount(charge);
                if (!charged.currency().equals(currency)) {
                    return null;
                }
                // A charge is a debit unless it says that it was given back.
                String direction = charge.text("CdtDbtInd");
                sum = Math.subtractExact(sum, CamtAmounts.signed(charged, direction.isEmpty() ? "DBIT" : direction));
            }
            XmlNode total = parent.find("Chrgs/TtlChrgsAndTaxAmt").orElse(null);
            if (records.isEmpty() && total != null && total.currency().equals(currency)) {
                return CamtAmounts.unsigned(total);
            }
        } catch (UnreadableTextException | ArithmeticException e) {
            // Charges are told beside the amount, which is exact without them.
            return null;
        }
        return records.isEmpty() ? null : Long.valueOf(sum);
    }

    private static Set<String> references(XmlNode transaction) {
        Set<String> references = new LinkedHashSet<>();
        for (String path : REFERENCE_PATHS) {
            add(references, transaction.text(path));
        }
        return references;
    }

    private static void add(Set<String> references, String reference) {
        if (!NO_REFERENCE.contains(reference)) {
            references.add(reference);
        }
    }
}
