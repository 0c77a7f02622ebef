package io.countersign.stripe.payout;

import io.countersign.api.json.Json;
import io.countersign.api.operation.Parameter;
import io.countersign.api.operation.ParameterSchema;
import io.countersign.api.operation.Parameters;
import io.countersign.api.operation.ValidationResult;
import io.countersign.api.operation.ValidationResult.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parameters of the operation and the rules across them. */
final class PayoutForm {
    static final String CONNECTION = "connection";
    static final String CURRENCIES = "currencies";
    static final String CURRENCY_FILE = "currencyFile";
    static final String AMOUNT_RULE = "amountRule";
    static final String FIXED_AMOUNTS = "fixedAmounts";
    static final String RESERVES = "reserves";
    static final String MAXIMUM_PER_PAYOUT = "maximumPerPayout";
    static final String MAXIMUM_PER_RUN = "maximumPerRun";
    static final String DESTINATION = "destination";
    static final String METHOD = "method";
    static final String STATEMENT_DESCRIPTOR = "statementDescriptor";
    static final String DESCRIPTION_TEMPLATE = "descriptionTemplate";
    static final String ON_SHRINK = "onShrink";

    static final String FULL = "full";
    static final String FIXED = "fixed";
    static final String FULL_MINUS_RESERVE = "full_minus_reserve";
    static final String STANDARD = "standard";
    static final String INSTANT = "instant";
    static final String FAIL = "fail";
    static final String REDUCE = "reduce";
    static final String DEFAULT_DESTINATION = "default";

    static final String DESTINATION_ID_PATTERN = "(ba|card)_[A-Za-z0-9]{1,80}";

    /** At most 22 characters, none of which Stripe or a bank refuses: printable ASCII without {@code < > \ " ' *}. */
    private static final String DESCRIPTOR_PATTERN = "[ !#$%&()+,./0-9:;=?@A-Z\\[\\]^_`a-z{|}~-]{0,22}";

    private static final List<String> DEFAULT_CURRENCIES = List.of("aed", "bhd", "thb", "nok", "qar", "hkd");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[^}]*}?");
    private static final Set<String> PLACEHOLDERS = Set.of("{CUR}", "{id}");
    private static final String PER_CURRENCY = " Write it per currency: aed=100.00,bhd=5";

    private PayoutForm() {}

    static ParameterSchema schema() {
        return ParameterSchema.of(
                Parameter.connection(CONNECTION, StripeAccess.CONNECTION_KIND)
                        .required()
                        .title("Stripe account")
                        .describedAs("The connection whose balances are paid out."),
                currencies(),
                Parameter.file(CURRENCY_FILE)
                        .title("Currencies from a file")
                        .describedAs("CSV with the columns currency[,amount][,source_type][,destination]"
                                + "[,keep_minimum]; takes the place of the currencies above.")
                        .mediaTypes("text/csv", "text/plain", "application/csv", "application/vnd.ms-excel")
                        .sizeBytesMax(CurrencyFile.SIZE_BYTES_MAX),
                Parameter.select(AMOUNT_RULE)
                        .title("Amount")
                        .option(FULL, "Everything that is available")
                        .option(FIXED, "A fixed amount")
                        .option(FULL_MINUS_RESERVE, "Everything above a reserve")
                        .withDefault(FULL),
                perCurrency(FIXED_AMOUNTS, "Fixed amounts", "What to pay exactly, with the rule 'A fixed amount'."),
                perCurrency(RESERVES, "Reserves", "What must stay, with the rule 'Everything above a reserve'."),
                perCurrency(MAXIMUM_PER_PAYOUT, "Maximum per payout", "No single payout is larger than this."),
                perCurrency(MAXIMUM_PER_RUN, "Maximum per run", "All payouts of a currency together are not larger."),
                Parameter.string(DESTINATION)
                        .title("Destination")
                        .describedAs("'default' pays to the account's default bank account of each currency; or the id"
                                + " of one bank account.")
                        .pattern(DEFAULT_DESTINATION + "|" + DESTINATION_ID_PATTERN)
                        .withDefault(DEFAULT_DESTINATION),
                Parameter.select(METHOD)
                        .title("Method")
                        .option(STANDARD, "Standard")
                        .option(INSTANT, "Instant (Stripe charges a fee)")
                        .withDefault(STANDARD),
                Parameter.string(STATEMENT_DESCRIPTOR)
                        .title("Text on the bank statement")
                        .describedAs("At most 22 characters without < > \\ \" ' *; banks may show less.")
                        .pattern(DESCRIPTOR_PATTERN),
                Parameter.string(DESCRIPTION_TEMPLATE)
                        .title("Description")
                        .describedAs("{CUR} becomes the currency, {id} the execution. A payout never converts.")
                        .lengths(0, 500)
                        .withDefault("Clear {CUR} balance to USD - Execution {id}"),
                Parameter.select(ON_SHRINK)
                        .title("If a balance shrinks before payment")
                        .option(FAIL, "Stop and plan again")
                        .option(REDUCE, "Pay what is left, at most the approved amount")
                        .withDefault(FAIL));
    }

    /** Rules across parameters; each message says what to do. */
    static ValidationResult validate(Parameters parameters) {
        List<Problem> problems = new ArrayList<>();
        check(parameters, FIXED_AMOUNTS, CurrencyAmounts::parsePayable, problems);
        check(parameters, RESERVES, CurrencyAmounts::parse, problems);
        check(parameters, MAXIMUM_PER_PAYOUT, CurrencyAmounts::parse, problems);
        check(parameters, MAXIMUM_PER_RUN, CurrencyAmounts::parse, problems);
        checkPlaceholders(parameters.findText(DESCRIPTION_TEMPLATE).orElse(""), problems);
        if (problems.isEmpty()) {
            checkTogether(parameters, problems);
        }
        return ValidationResult.of(problems);
    }

    private static void checkTogether(Parameters parameters, List<Problem> problems) {
        String rule = parameters.text(AMOUNT_RULE);
        boolean file = parameters.has(CURRENCY_FILE);
        if (file && !parameters.list(CURRENCIES).equals(DEFAULT_CURRENCIES)) {
            problems.add(
                    new Problem(CURRENCIES, "conflict", "choose currencies or give a file of currencies, not both"));
        }
        if (!file && parameters.list(CURRENCIES).isEmpty()) {
            problems.add(new Problem(CURRENCIES, "required", "choose at least one currency or give a file of them"));
        }
        onlyWith(FIXED, FIXED_AMOUNTS, rule, parameters, problems);
        onlyWith(FULL_MINUS_RESERVE, RESERVES, rule, parameters, problems);
        if (rule.equals(FIXED) && !file) {
            Map<String, StripeAmount> amounts = CurrencyAmounts.parsePayable(
                    parameters.findText(FIXED_AMOUNTS).orElse(""));
            List<String> missing = parameters.list(CURRENCIES).stream()
                    .filter(currency -> !amounts.containsKey(currency))
                    .toList();
            if (!missing.isEmpty()) {
                problems.add(new Problem(
                        FIXED_AMOUNTS,
                        "required",
                        "no fixed amount is given for " + missing + "; add " + missing.get(0) + "=…"));
            }
        }
        if (rule.equals(FULL_MINUS_RESERVE)
                && !file
                && amountsText(parameters, RESERVES).isEmpty()) {
            problems.add(new Problem(RESERVES, "required", "no reserve is given; add one such as aed=100.00"));
        }
    }

    private static void onlyWith(
            String rule, String parameter, String given, Parameters parameters, List<Problem> problems) {
        if (!given.equals(rule) && !amountsText(parameters, parameter).isEmpty()) {
            problems.add(new Problem(
                    parameter,
                    "conflict",
                    "'" + parameter + "' would be ignored with amount rule '" + given + "'; choose '" + rule
                            + "' or leave it empty"));
        }
    }

    private static void check(Parameters parameters, String name, Consumer<String> parsing, List<Problem> problems) {
        try {
            parsing.accept(amountsText(parameters, name));
        } catch (IllegalArgumentException e) {
            problems.add(new Problem(name, "amounts", String.valueOf(e.getMessage())));
        }
    }

    private static void checkPlaceholders(String template, List<Problem> problems) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        while (matcher.find()) {
            if (!PLACEHOLDERS.contains(matcher.group())) {
                problems.add(new Problem(
                        DESCRIPTION_TEMPLATE,
                        "placeholder",
                        "'" + matcher.group() + "' is unknown; use {CUR} and {id}"));
            }
        }
    }

    private static String amountsText(Parameters parameters, String name) {
        return parameters.findText(name).orElse("");
    }

    private static Parameter currencies() {
        Parameter parameter = Parameter.multiselect(CURRENCIES)
                .title("Currencies")
                .describedAs("Balances in these currencies are paid out, each in its own currency.")
                .withDefault(Json.texts(DEFAULT_CURRENCIES));
        for (String code : StripeCurrencies.codes()) {
            parameter = parameter.option(code, code.toUpperCase(Locale.ROOT));
        }
        return parameter;
    }

    private static Parameter perCurrency(String name, String title, String description) {
        return Parameter.string(name)
                .title(title)
                .describedAs(description + PER_CURRENCY)
                .lengths(0, 2_000)
                .pattern(CurrencyAmounts.PATTERN);
    }
}
