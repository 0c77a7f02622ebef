package io.countersign.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.Test;

/** Whoever meets an error finds it in docs/error-messages.md as the code has it. */
public final class ErrorMessagesDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/error-messages.md");

    @Test
    public void explainsEveryProblemTypeAsTheCodeDoes() throws IOException {
        String document = Files.readString(DOCUMENT);
        for (ProblemType type : ProblemType.values()) {
            String explained = "### " + type.slug() + "\n`" + type.status() + "` · " + type.title() + "  \n**Cause.** "
                    + type.cause() + "  \n**Remedy.** " + type.remedy() + "\n";
            assertTrue(type.slug() + " is missing or differs; expected\n" + explained, document.contains(explained));
        }
    }

    @Test
    public void explainsNothingThatDoesNotExist() throws IOException {
        List<String> explained = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();
        assertEquals(Arrays.stream(ProblemType.values()).map(ProblemType::slug).toList(), explained);
    }
}
