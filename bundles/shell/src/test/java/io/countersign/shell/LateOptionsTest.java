package io.countersign.shell;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.apache.karaf.shell.support.CommandException;
import org.junit.Test;

public final class LateOptionsTest {

    @Test
    public void optionsBehindArgumentsCountLikeThoseBefore() throws CommandException {
        ApproveCommand command = new ApproveCommand();
        command.late = List.of("--digest", "abc", "--json", "--comment=looks = right");

        LateOptions.settle(command);

        assertEquals("abc", command.digest);
        assertEquals("looks = right", command.comment);
        assertTrue(command.json);
    }

    @Test
    public void parametersBetweenOptionsStayParameters() throws CommandException {
        RunCommand command = new RunCommand();
        command.parameters = List.of("amount=12.50 AED", "--wait", "speed=fast", "--key", "k1");

        LateOptions.settle(command);

        assertEquals(List.of("amount=12.50 AED", "speed=fast"), command.parameters);
        assertTrue(command.wait);
        assertEquals("k1", command.key);
    }

    @Test
    public void repeatedOptionsAddUpAndNumbersAreRead() throws CommandException {
        UserAddCommand user = new UserAddCommand();
        user.roles = List.of("operator");
        user.late = List.of("--role", "approver", "--role=auditor");
        LateOptions.settle(user);
        assertEquals(List.of("operator", "approver", "auditor"), user.roles);

        FileGetCommand file = new FileGetCommand();
        file.late = List.of("--version", "2");
        LateOptions.settle(file);
        assertEquals(Integer.valueOf(2), file.version);
    }

    @Test
    public void aliasesAreKnown() throws CommandException {
        LogsCommand command = new LogsCommand();
        command.late = List.of("--follow");

        LateOptions.settle(command);

        assertTrue(command.follow);
    }

    @Test
    public void whatMakesNoSenseIsRefused() {
        assertEquals("there is no option '--dgest' here; see --help", mistake("--dgest", "abc"));
        assertEquals("option '--digest' needs a value", mistake("--digest"));
        assertEquals("'abc' is one argument too many; see --help", mistake("abc"));
        FileGetCommand file = new FileGetCommand();
        file.late = List.of("--version", "two");
        assertThrows(CommandException.class, () -> LateOptions.settle(file));
    }

    private static String mistake(String... words) {
        ApproveCommand command = new ApproveCommand();
        command.late = List.of(words);
        return assertThrows(CommandException.class, () -> LateOptions.settle(command))
                .getNiceHelp();
    }
}
