package io.countersign.reconciliation.match;

/** References as banks mangle them: capitals, signs and leading zeros do not count. */
final class ReferenceText {
    private ReferenceText() {}

    /** Letters and digits in capitals, without leading zeros; empty when there are none. */
    static String normalised(String reference) {
        StringBuilder normal = new StringBuilder(reference.length());
        for (int i = 0; i < reference.length(); i++) {
            char sign = reference.charAt(i);
            if (Character.isLetterOrDigit(sign) && (sign != '0' || normal.length() > 0)) {
                normal.append(Character.toUpperCase(sign));
            }
        }
        return normal.toString();
    }
}
