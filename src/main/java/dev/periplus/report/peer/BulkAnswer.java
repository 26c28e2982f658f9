package dev.periplus.report.peer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The answer to a bulk request: what became of each document. */
final class BulkAnswer {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private BulkAnswer() {}

    /**
     * What became of a document.
     *
     * @param status of HTTP
     * @param reason why it was refused, or ""
     */
    record Item(int status, String reason) {}

    /**
     * Returns an item for each document, in order.
     *
     * @throws IOException if this is no such answer
     */
    static List<Item> read(byte[] answer, int documents) throws IOException {
        List<Item> items = new ArrayList<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    boolean wanted = json.currentName().equals("items");
                    if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
                        items(json, items);
                    } else {
                        json.skipChildren();
                    }
                }
            }
        } catch (JacksonException e) {
            throw new IOException("the answer is no JSON", e);
        }
        if (items.size() != documents) {
            throw new IOException(items.size() + " results for " + documents + " documents");
        }
        return items;
    }

    private static void items(JsonParser json, List<Item> items) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            json.nextToken(); // the name of the action
            int status = 0;
            String reason = "";
            if (json.nextToken() == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    JsonToken value = json.nextToken();
                    if (name.equals("status") && value == JsonToken.VALUE_NUMBER_INT) {
                        status = json.getIntValue();
                    } else if (name.equals("error") && value == JsonToken.START_OBJECT) {
                        reason = reason(json);
                    } else {
                        json.skipChildren();
                    }
                }
            }
            items.add(new Item(status, reason));
            while (json.nextToken() != JsonToken.END_OBJECT && json.currentToken() != null) {
                json.skipChildren();
            }
        }
    }

    private static String reason(JsonParser json) {
        String reason = "";
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean wanted = json.currentName().equals("reason");
            if (json.nextToken() == JsonToken.VALUE_STRING && wanted) {
                reason = json.getString();
            } else {
                json.skipChildren();
            }
        }
        return reason;
    }
}
