package io.countersign.crash;

/**
 * What became of a case.
 *
 * @param detail for people; empty when all is well
 */
record Verdict(Kind kind, String detail) {

    /** From good to bad. */
    enum Kind {
        OK("ok"),
        /** The process never came to the point: the case proves nothing. */
        NOT_REACHED("UNREACHED"),
        /** The bank did nothing wrong: the case proves nothing. */
        NOT_HIT("NO FAULT"),
        /** The log does not tell what happened. */
        TRAIL("TRAIL"),
        /** It did not end, or not as it should. */
        STUCK("STUCK"),
        /** What the bank did and what the platform believes are not the same, or something was accepted and forgotten. */
        LOST("LOST"),
        DOUBLE("DOUBLE");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** As it stands in the table. */
        String word() {
            return word;
        }
    }

    static Verdict ok() {
        return new Verdict(Kind.OK, "");
    }

    static Verdict of(Kind kind, String detail) {
        return new Verdict(kind, detail);
    }

    boolean isOk() {
        return kind == Kind.OK;
    }
}
