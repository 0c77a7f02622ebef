package io.countersign.crash;

/** A node did not do what it was told. */
final class CommandRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandRefusedException(String command, String answer) {
        super("'" + command + "' was " + answer);
    }
}
