package io.countersign.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;

/** What comes in besides the command line: passwords and file contents, which must not be in the history of commands. */
final class Keyboard {
    private static final int LINE_BYTES_MAX = 4096;

    private final Session session;

    Keyboard(Session session) {
        this.session = session;
    }

    /** Whether a person sits there, rather than a program that called {@code ssh … command}. */
    boolean isPerson() {
        return session.getTerminal() != null;
    }

    /** A secret, typed without an echo, or the next line of standard input. */
    String secret(String question) throws IOException, CommandException {
        if (isPerson()) {
            return session.readLine(question + ": ", '*');
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        InputStream in = session.getKeyboard();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.size() >= LINE_BYTES_MAX) {
                throw OpsCommand.mistake("the line on standard input is longer than " + LINE_BYTES_MAX + " bytes");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** A secret that a person types twice. */
    String newSecret(String question) throws IOException, CommandException {
        String first = secret(question);
        if (isPerson() && !first.equals(secret(question + " again"))) {
            throw OpsCommand.mistake("the two are different; nothing was changed");
        }
        return first;
    }

    /** Standard input as bytes; a person cannot type a file. */
    InputStream content(String command) throws CommandException {
        if (isPerson()) {
            throw OpsCommand.mistake(
                    "the content comes on standard input: ssh -p 8101 <username>@<host> " + command + " < <file>");
        }
        return session.getKeyboard();
    }
}
