package dev.periplus.report.html;

/** The style of pages, for pages that have no script and are written one by one. */
public final class HtmlStyle {
    private final String sheet = HtmlTemplate.resource("report.css");
    private final String policy = "default-src 'none'; style-src " + HtmlTemplate.hash(sheet)
            + "; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** The content security policy: this style sheet, and forms that lead back. */
    public String policy() {
        return policy;
    }

    /**
     * Returns a page.
     *
     * @param title text
     * @param body markup
     */
    public String page(String title, String body) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"referrer\" content=\"no-referrer\">\n"
                + HtmlText.element("title", "Periplus: " + title)
                + "\n<style>" + sheet + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }
}
