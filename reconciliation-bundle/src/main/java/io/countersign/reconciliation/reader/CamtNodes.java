package io.countersign.reconciliation.reader;

import io.countersign.reconciliation.statement.UnreadableTextException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Steps through the elements of an XML file, and reads small parts of it as a whole. */
final class CamtNodes {
    private static final int DEPTH_MAX = 64;
    /** A batch of 20,000 transactions has about 800,000 elements. */
    private static final int PART_ELEMENTS_MAX = 1_000_000;

    private static final int PART_CHARACTERS_MAX = 32 << 20;
    private static final int TEXT_CHARACTERS_MAX = 64 * 1024;

    private final XMLStreamReader xml;
    private int event;
    private int depth;
    private int elements;
    private int characters;

    CamtNodes(XMLStreamReader xml) {
        this.xml = xml;
    }

    /**
     * Goes on and returns the kind of event.
     *
     * @throws UnreadableTextException {@code doctype} or {@code xml_too_deep}
     */
    int next() throws XMLStreamException, UnreadableTextException {
        if (event == XMLStreamConstants.END_ELEMENT) {
            depth--;
        }
        event = xml.next();
        if (event == XMLStreamConstants.START_ELEMENT && ++depth > DEPTH_MAX) {
            throw new UnreadableTextException("xml_too_deep", "elements are nested more than " + DEPTH_MAX + " deep");
        }
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new UnreadableTextException("doctype", "the file has a document type or an entity; remove it");
        }
        return event;
    }

    boolean isStart() {
        return event == XMLStreamConstants.START_ELEMENT;
    }

    /** Depth of the current element; the root is 1. */
    int depth() {
        return depth;
    }

    String name() {
        return xml.getLocalName();
    }

    @Nullable
    String namespace() {
        return xml.getNamespaceURI();
    }

    /** From 1. */
    long line() {
        return Math.max(xml.getLocation().getLineNumber(), 1);
    }

    /** From 1; 0 when the parser does not know. */
    int column() {
        return Math.max(xml.getLocation().getColumnNumber(), 0);
    }

    /** Leaves the current element and all inside it out. */
    void skip() throws XMLStreamException, UnreadableTextException {
        int start = depth;
        while (next() != XMLStreamConstants.END_ELEMENT || depth > start) {
            if (event == XMLStreamConstants.END_DOCUMENT) {
                return;
            }
        }
    }

    /**
     * Reads the current element and all inside it.
     *
     * @throws UnreadableTextException {@code part_too_large} when it has more than a statement's part may have
     */
    XmlNode read() throws XMLStreamException, UnreadableTextException {
        elements = 0;
        characters = 0;
        return readNode();
    }

    /** Recursion ends at the limit of depth. */
    private XmlNode readNode() throws XMLStreamException, UnreadableTextException {
        limit(++elements, PART_ELEMENTS_MAX, "elements");
        String currency = xml.getAttributeValue(null, "Ccy");
        XmlNode node = new XmlNode(name(), line(), currency == null ? "" : currency.strip());
        StringBuilder text = new StringBuilder();
        while (next() != XMLStreamConstants.END_ELEMENT) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                node.add(readNode());
            } else if (event == XMLStreamConstants.CHARACTERS
                    || event == XMLStreamConstants.CDATA
                    || event == XMLStreamConstants.SPACE) {
                append(text, xml.getText());
            }
        }
        String own = text.toString().strip();
        characters += own.length();
        limit(characters, PART_CHARACTERS_MAX, "characters");
        node.appendText(own);
        return node;
    }

    /** Spaces between elements are no text; a long batch has many of them. */
    private void append(StringBuilder text, String more) throws UnreadableTextException {
        if (text.length() > 0 || !more.isBlank()) {
            text.append(more);
            limit(text.length(), TEXT_CHARACTERS_MAX, "characters in one text");
        }
    }

    private void limit(int found, int max, String what) throws UnreadableTextException {
        if (found > max) {
            throw new UnreadableTextException(
                    "part_too_large", "one part of the statement has more than " + max + " " + what);
        }
    }
}
