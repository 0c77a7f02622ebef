package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.ShownText;
import io.countersign.reconciliation.statement.StatedBalance;
import io.countersign.reconciliation.statement.UnreadableTextException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The reading of one file in OFX: follows what is open, and gathers what stands in it. */
final class OfxReading {
    private static final int DEPTH_MAX = 64;
    private static final Set<String> STATEMENTS = Set.of("STMTRS", "CCSTMTRS", "INVSTMTRS");
    private static final Set<String> ACCOUNTS = Set.of("BANKACCTFROM", "CCACCTFROM", "INVACCTFROM");
    private static final Set<String> TRANSACTIONS = Set.of("STMTTRN", "STMTTRNP");
    /** Movements of securities, which are no movements of an account's money alone. */
    private static final Pattern SECURITIES = Pattern.compile(
            "(BUY|SELL)(DEBT|MF|OPT|OTHER|STOCK)|CLOSUREOPT|INCOME|INVEXPENSE|JRNLFUND|JRNLSEC|MARGININTEREST|REINVEST"
                    + "|RETOFCAP|SPLIT|TRANSFER");

    private static final Set<String> AGGREGATES = Set.of(
            "OFX",
            "STMTRS",
            "CCSTMTRS",
            "INVSTMTRS",
            "BANKACCTFROM",
            "CCACCTFROM",
            "INVACCTFROM",
            "BANKACCTTO",
            "CCACCTTO",
            "BANKTRANLIST",
            "BANKTRANLISTP",
            "INVTRANLIST",
            "INVBANKTRAN",
            "STMTTRN",
            "STMTTRNP",
            "PAYEE",
            "CURRENCY",
            "ORIGCURRENCY",
            "IMAGEDATA",
            "LEDGERBAL",
            "AVAILBAL",
            "BALLIST",
            "BAL",
            "STATUS");

    private final OfxTokens tokens;
    private final Findings findings;
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, String> balance = new HashMap<>();
    private StrictText text = new StrictText(OfxEncoding.USUAL);
    private boolean started;
    private boolean ended;
    private String currency = "";
    private String account = "";
    private String statement = "";
    private long balanceLine;
    private @Nullable OfxTransaction transaction;
    /** The element that was opened last and is no aggregate. */
    private @Nullable OfxToken element;

    private @Nullable OfxToken elementText;

    OfxReading(OfxTokens tokens, Findings findings) {
        this.tokens = tokens;
        this.findings = findings;
    }

    void run() throws IOException {
        OfxToken last = new OfxToken(OfxToken.Kind.TEXT, "", 1, 1);
        for (OfxToken token = tokens.next(); token != null; token = tokens.next()) {
            last = token;
            if (!started && !startsDocument(token)) {
                continue;
            }
            if (open.size() > DEPTH_MAX) {
                findings.rejectRest(
                        token.line(), token.column(), "too_deep", "aggregates nest more than " + DEPTH_MAX + " deep");
                return;
            }
            read(token);
        }
        endElement();
        endUnclosed(last);
        if (!started) {
            findings.rejectRest(1, 0, "empty_file", "the file has no element OFX; it is empty or no OFX");
        } else if (!ended) {
            findings.rejectRest(tokens.line(), 0, "unexpected_end", "the file ends inside OFX; it is cut off");
        }
    }

    private boolean startsDocument(OfxToken token) throws IOException {
        started = token.kind() == OfxToken.Kind.OPEN && token.text().equals("OFX");
        if (token.kind() == OfxToken.Kind.DECLARATION) {
            findings.reject(token.line(), token.column(), "doctype", "the file has a declaration; remove it", "");
        } else if (token.kind() == OfxToken.Kind.TEXT) {
            text = new StrictText(OfxEncoding.ofHeader(token.text()));
        } else if (token.kind() == OfxToken.Kind.INSTRUCTION) {
            OfxEncoding.ofInstruction(token.text()).ifPresent(charset -> text = new StrictText(charset));
        }
        return started;
    }

    private void read(OfxToken token) throws IOException {
        switch (token.kind()) {
            case OPEN -> {
                endElement();
                open(token);
            }
            case EMPTY -> endElement();
            case CLOSE -> {
                endElement();
                close(token);
            }
            case TEXT -> textOf(token);
            case OVERLONG -> fault(token, "too_long", "a " + token.text() + " here is longer than its limit");
            case DECLARATION -> fault(token, "doctype", "a declaration stands here; remove it");
            case INSTRUCTION -> endElement();
        }
    }

    private void open(OfxToken token) throws IOException {
        String name = token.text();
        if (SECURITIES.matcher(name).matches()) {
            findings.reject(
                    token.line(),
                    token.column(),
                    "securities",
                    ShownText.of(name) + " moves securities; only movements of money are read",
                    "");
        }
        if (!AGGREGATES.contains(name)) {
            element = token;
            return;
        }
        if (TRANSACTIONS.contains(name)) {
            endUnclosed(token);
            transaction = new OfxTransaction(token.line(), name.equals("STMTTRNP"));
            tokens.startDigest(name);
        } else if (STATEMENTS.contains(name)) {
            currency = "";
            account = "";
            statement = "";
        } else if (name.equals("LEDGERBAL")) {
            balance.clear();
            balanceLine = token.line();
        }
        open.push(name);
    }

    private void close(OfxToken token) throws IOException {
        String name = token.text();
        if (TRANSACTIONS.contains(name)) {
            endTransaction(token);
        } else if (open.contains(name) && !within(transaction, name)) {
            endUnclosed(token);
        }
        if (name.equals("LEDGERBAL") && open.contains(name)) {
            endBalance();
        }
        ended |= name.equals("OFX");
        if (open.contains(name)) {
            while (!name.equals(open.pop())) {
                // What stands inside was not closed; it ends here too.
            }
        }
    }

    /** Whether the aggregate is part of the transaction, so that its end does not end the transaction. */
    private boolean within(@Nullable OfxTransaction current, String name) {
        if (current == null) {
            return true;
        }
        for (String inner : open) {
            if (inner.equals(name)) {
                return true;
            }
            if (TRANSACTIONS.contains(inner)) {
                return false;
            }
        }
        return false;
    }

    private void endTransaction(OfxToken token) throws IOException {
        OfxTransaction current = transaction;
        transaction = null;
        String digest = tokens.endDigest();
        if (current == null) {
            findings.reject(
                    token.line(),
                    token.column(),
                    "transaction_unopened",
                    "a transaction ends that never began",
                    digest);
            return;
        }
        try {
            findings.line(current.line(account, statement, currency, text, digest));
        } catch (UnreadableTextException e) {
            findings.reject(current.faultLine(), current.faultColumn(), e, digest);
        }
    }

    private void endUnclosed(OfxToken place) throws IOException {
        OfxTransaction current = transaction;
        if (current != null) {
            transaction = null;
            open.removeIf(TRANSACTIONS::contains);
            findings.reject(
                    current.line(),
                    0,
                    "transaction_unclosed",
                    "the transaction is not closed before line " + place.line(),
                    tokens.endDigest());
        }
    }

    private void textOf(OfxToken token) throws IOException {
        if (element == null) {
            fault(token, "stray_text", ShownText.of(token.text()) + " belongs to no element");
        } else if (elementText == null) {
            elementText = token;
        } else {
            OfxToken before = elementText;
            elementText = new OfxToken(
                    OfxToken.Kind.TEXT, before.text() + " " + token.text(), before.line(), before.column());
        }
    }

    private void endElement() throws IOException {
        OfxToken named = element;
        OfxToken value = elementText;
        element = null;
        elementText = null;
        if (named == null || value == null) {
            return;
        }
        String name = named.text();
        String aggregate = open.isEmpty() ? "" : String.valueOf(open.peek());
        OfxTransaction current = transaction;
        if (current != null) {
            current.value(TRANSACTIONS.contains(aggregate) ? name : aggregate + "/" + name, value);
        } else if (name.equals("TRNAMT")) {
            findings.reject(
                    value.line(), value.column(), "outside_transaction", "an amount stands in no transaction", "");
        } else if (aggregate.equals("LEDGERBAL")) {
            balance.put(name, value.text());
        } else {
            context(aggregate, name, value);
        }
    }

    private void context(String aggregate, String name, OfxToken value) throws IOException {
        if (name.equals("CURDEF")) {
            currency = value.text();
        } else if (name.equals("ACCTID") && ACCOUNTS.contains(aggregate)) {
            account = value.text();
        } else if (name.equals("DTSTART") && aggregate.endsWith("TRANLIST")) {
            statement = day(value.text());
        } else if (name.equals("DTEND") && aggregate.endsWith("TRANLIST")) {
            statement = statement + "-" + day(value.text());
        } else if (name.equals("SEVERITY") && value.text().equals("ERROR")) {
            findings.reject(
                    value.line(), value.column(), "status_error", "the bank answered with an error, not with data", "");
        }
    }

    private static String day(String date) {
        return date.length() > 8 ? date.substring(0, 8) : date;
    }

    private void endBalance() throws IOException {
        try {
            findings.balance(new StatedBalance(
                    balanceLine,
                    StatedBalance.Kind.CLOSING,
                    account,
                    statement,
                    OfxTransaction.date(balance.getOrDefault("DTASOF", "")),
                    OfxTransaction.amount(balance.getOrDefault("BALAMT", ""), currency),
                    currency));
        } catch (UnreadableTextException e) {
            findings.reject(balanceLine, 0, e, "");
        }
    }

    private void fault(OfxToken token, String code, String reason) throws IOException {
        if (transaction != null) {
            transaction.fault(token, code, reason);
        } else {
            findings.reject(token.line(), token.column(), code, reason, "");
        }
    }
}
