package dev.periplus.registry;

import dev.periplus.text.Printable;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Streams IANA's XML. Refuses document type declarations, so that a file cannot pull in external content. */
final class RegistryXml {
    private static final Set<String> FIELDS =
            Set.of("name", "number", "protocol", "description", "unauthorized", "note");
    private static final int DEEPEST = 50;

    private final String file;
    private final XMLStreamReader in;
    private final ImportedSource into;
    private int depth;
    private boolean registry;

    private RegistryXml(String file, XMLStreamReader in, ImportedSource into) {
        this.file = file;
        this.in = in;
        this.into = into;
    }

    static void read(String file, String text, ImportedSource into) throws RegistryFormatException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader in = factory.createXMLStreamReader(new StringReader(text));
            new RegistryXml(file, in, into).read();
            in.close();
        } catch (XMLStreamException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNumber());
            String said = String.valueOf(e.getMessage());
            int message = said.indexOf("Message: ");
            throw new RegistryFormatException(
                    file,
                    line,
                    "not well-formed XML: "
                            + Printable.folded(message < 0 ? said : said.substring(message + "Message: ".length())));
        }
    }

    private void read() throws XMLStreamException, RegistryFormatException {
        while (in.hasNext()) {
            switch (in.next()) {
                case XMLStreamConstants.DTD ->
                    throw new RegistryFormatException(
                            file, line(), "document type declarations are refused; remove it");
                case XMLStreamConstants.START_ELEMENT -> start(in.getLocalName());
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
        if (!registry) {
            throw new RegistryFormatException(file, 1, "XML, but not IANA's registry; expected <registry>");
        }
    }

    private void start(String element) throws XMLStreamException, RegistryFormatException {
        deeper();
        if (depth == 1) {
            registry = element.equals("registry");
        } else if (depth == 2 && registry && element.equals("record")) {
            record();
        } else if (depth == 2 && registry && element.equals("updated")) {
            into.updated(text().strip());
        } else if (depth == 2 && registry && element.equals("title")) {
            into.title("IANA " + Printable.folded(text()) + ", XML");
        }
    }

    private void deeper() throws RegistryFormatException {
        if (++depth > DEEPEST) {
            throw new RegistryFormatException(file, line(), "elements nested deeper than " + DEEPEST + " levels");
        }
    }

    private void record() throws XMLStreamException, RegistryFormatException {
        int level = depth;
        int line = line();
        Map<String, String> fields = new TreeMap<>();
        String date = attribute("date");
        String updated = attribute("updated");
        while (depth >= level) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    deeper();
                    String element = in.getLocalName();
                    if (depth == level + 1 && FIELDS.contains(element)) {
                        fields.merge(element, text(), (first, more) -> first + " " + more);
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                default -> {}
            }
        }
        into.add(
                line,
                new ImportedSource.Raw(
                        fields.getOrDefault("name", ""),
                        fields.getOrDefault("number", ""),
                        fields.getOrDefault("protocol", ""),
                        fields.getOrDefault("description", ""),
                        date,
                        updated,
                        fields.getOrDefault("unauthorized", ""),
                        fields.getOrDefault("note", "")));
    }

    private String attribute(String name) {
        String value = in.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** Reads the text of the current element and of all elements within it, up to its end. */
    private String text() throws XMLStreamException, RegistryFormatException {
        int level = depth;
        StringBuilder text = new StringBuilder();
        while (depth >= level) {
            switch (in.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    deeper();
                    text.append(' ');
                }
                case XMLStreamConstants.END_ELEMENT -> depth--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(in.getText());
                default -> {}
            }
        }
        return text.toString();
    }

    private int line() {
        return Math.max(1, in.getLocation().getLineNumber());
    }
}
