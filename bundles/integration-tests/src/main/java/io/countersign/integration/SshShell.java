package io.countersign.integration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.SshException;

/** Runs single commands in the Karaf shell over SSH as one user, each in a connection of its own as Karaf wants it. */
public final class SshShell implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
    private static final Duration COMMAND_MAX = Duration.ofMinutes(1);

    private final SshClient client;
    private final int port;
    private final String user;
    private final String password;

    SshShell(int port, String user, String password) {
        this.port = port;
        this.user = user;
        this.password = password;
        client = SshClient.setUpDefaultClient();
        // the key is a new one for every unpacked distribution
        client.setServerKeyVerifier((session, address, key) -> true);
        client.start();
    }

    /** What a command printed and how it ended. */
    public record ShellReply(int exitCode, String output, String errors) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs a command without input.
     *
     * @throws SignInRefusedException when the server does not take user and password
     * @throws IllegalStateException when it does not end within a minute
     */
    public ShellReply run(String command) {
        return run(command, "");
    }

    /** Runs a command that reads a text from its standard input. */
    public ShellReply run(String command, String input) {
        try (ClientSession session = signIn();
                ChannelExec channel = session.createExecChannel(command)) {
            ByteArrayOutputStream output = new ByteArrayOutputStream();
            ByteArrayOutputStream errors = new ByteArrayOutputStream();
            channel.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            channel.setOut(output);
            channel.setErr(errors);
            channel.open().verify(CONNECT_MAX);
            Set<ClientChannelEvent> seen = channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), COMMAND_MAX);
            if (seen.contains(ClientChannelEvent.TIMEOUT)) {
                throw new IllegalStateException(
                        "'" + command + "' did not end within " + COMMAND_MAX.toSeconds() + " s, printed " + output);
            }
            Integer exit = channel.getExitStatus();
            return new ShellReply(exit == null ? -1 : exit, plain(output), plain(errors));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run '" + command + "' over SSH", e);
        }
    }

    /** A signed-in connection, for what is not a command. The caller closes it. */
    ClientSession signIn() throws IOException {
        ClientSession session =
                client.connect(user, Loopback.ADDRESS, port).verify(CONNECT_MAX).getClientSession();
        session.addPasswordIdentity(password);
        try {
            session.auth().verify(CONNECT_MAX);
        } catch (SshException e) {
            session.close();
            throw new SignInRefusedException(user, e);
        }
        return session;
    }

    @Override
    public void close() {
        client.stop();
    }

    private static String plain(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replaceAll("\u001B\\[[0-9;]*m", "");
    }
}
