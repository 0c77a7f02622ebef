package io.countersign.reconciliation.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A small piece of an XML file: an element with its text, its children, and the currency its attribute names. */
final class XmlNode {
    private final String name;
    private final long line;
    private final String currency;
    private final List<XmlNode> children = new ArrayList<>();
    private String text = "";

    /**
     * @param name without namespace
     * @param line from 1
     * @param currency value of the attribute {@code Ccy}; empty when it has none
     */
    XmlNode(String name, long line, String currency) {
        this.name = name;
        this.line = line;
        this.currency = currency;
    }

    void add(XmlNode child) {
        children.add(child);
    }

    void appendText(String more) {
        text = text.isEmpty() ? more : text + more;
    }

    String name() {
        return name;
    }

    long line() {
        return line;
    }

    String currency() {
        return currency;
    }

    /** Its own text without spaces around it. */
    String text() {
        return text.strip();
    }

    /** The first element at the path below this one: {@code "Refs/EndToEndId"}. */
    Optional<XmlNode> find(String path) {
        XmlNode node = this;
        for (String step : path.split("/", -1)) {
            XmlNode next = null;
            for (XmlNode child : node.children) {
                if (child.name.equals(step)) {
                    next = child;
                    break;
                }
            }
            if (next == null) {
                return Optional.empty();
            }
            node = next;
        }
        return Optional.of(node);
    }

    /** All children of that name. */
    List<XmlNode> all(String childName) {
        return children.stream().filter(child -> child.name.equals(childName)).toList();
    }

    /** Text at the first of the paths that has some; empty when none has. */
    String text(String... paths) {
        for (String path : paths) {
            String found = find(path).map(XmlNode::text).orElse("");
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    /** SHA-256 of the names, currencies and texts of this element and all below it. */
    String digest() {
        RawDigest digest = new RawDigest();
        addTo(digest);
        return digest.hex();
    }

    private void addTo(RawDigest digest) {
        digest.add(name).add(currency).add(text());
        children.forEach(child -> child.addTo(digest));
        digest.add((byte) 1);
    }
}
