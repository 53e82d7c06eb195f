package dev.parley.command;

import dev.parley.chat.identity.InviteSecret;
import dev.parley.text.RoomName;
import io.nayuki.qrcodegen.QrCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes the links of invitations, and shows them as QR codes of half blocks. The secret is in the fragment, which a browser
 * sends to no server.
 *
 * @param address returns the address of the page: an absolute URL that ends with a slash
 */
public record InviteLinks(Supplier<String> address) {

    /** The width of the white border, in modules. Half of what ISO/IEC 18004 requires, so that the code fits a terminal. */
    private static final int BORDER = 2;

    /** Returns the link. */
    String link(RoomName room, InviteSecret secret) {
        return address.get() + "?room=" + room + "#invite=" + secret.text();
    }

    /**
     * Returns the QR code of a link, one character for two modules above each other. White modules are drawn, for a terminal
     * with a dark background; no line begins or ends with a blank.
     */
    static List<String> qrLines(String link) {
        QrCode code = QrCode.encodeText(link, QrCode.Ecc.LOW);
        int end = code.size + BORDER;
        List<String> lines = new ArrayList<>();
        for (int y = -BORDER; y < end; y += 2) {
            StringBuilder line = new StringBuilder();
            for (int x = -BORDER; x < end; x++) {
                boolean upper = !code.getModule(x, y);
                boolean lower = y + 1 < end && !code.getModule(x, y + 1);
                line.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
