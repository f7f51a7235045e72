/* SPDX-License-Identifier: Apache-2.0 */
/* Note.java - the greeting on the till's screen: a small window at its lower edge that takes no focus, stops
 * nothing, and goes by itself or when it is clicked.
 *
 * In:  lines, and what can be chosen.
 * Out: a choice, on the till's own (Swing's) thread. Without a screen: nothing.
 */
package regulars.unicenta;

import java.awt.Color;
import java.awt.Dialog;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JWindow;
import javax.swing.SwingUtilities;
import javax.swing.Timer;

final class Note {
	private static final int STAYS_MS = 20000;
	private static final int MARGIN = 4;
	private JWindow window;
	private Timer timer;

	/* From any thread; waits for nothing. choices: what is handed back, and how it reads. */
	void show(List<String> lines, Map<String, String> choices, Consumer<String> chosen) {
		if (!GraphicsEnvironment.isHeadless() && !lines.isEmpty())
			SwingUtilities.invokeLater(() -> put(lines, choices, chosen));
	}

	void hide() {
		if (!GraphicsEnvironment.isHeadless())
			SwingUtilities.invokeLater(this::away);
	}

	private void put(List<String> lines, Map<String, String> choices, Consumer<String> chosen) {
		away();
		JPanel panel = new JPanel();
		panel.setLayout(new BoxLayout(panel, BoxLayout.Y_AXIS));
		panel.setBackground(new Color(0xfffbe6));
		panel.setBorder(BorderFactory.createCompoundBorder(
			BorderFactory.createLineBorder(new Color(0xc9a227), 2),
			BorderFactory.createEmptyBorder(12, 16, 12, 16)));
		panel.addMouseListener(new MouseAdapter() {
			@Override
			public void mousePressed(MouseEvent event) {
				away();
			}
		});
		for (int i = 0; i < lines.size(); i++)
			panel.add(label(lines.get(i), i == 0));
		choices.forEach((id, title) -> {
			panel.add(Box.createVerticalStrut(8));
			JButton button = new JButton(title);
			button.setFocusable(false);
			button.setAlignmentX(JComponent.LEFT_ALIGNMENT);
			button.addActionListener(event -> chosen.accept(id));
			panel.add(button);
		});
		Window till = owner();
		window = new JWindow(till);
		window.setModalExclusionType(Dialog.ModalExclusionType.TOOLKIT_EXCLUDE);
		window.setFocusableWindowState(false);
		window.setAlwaysOnTop(true);
		window.add(panel);
		window.pack();
		Rectangle place = till == null ? window.getGraphicsConfiguration().getBounds() : till.getBounds();
		window.setLocation(place.x + (place.width - window.getWidth()) / 2,
			place.y + place.height - window.getHeight() - MARGIN);
		window.setVisible(true);
		timer = new Timer(STAYS_MS, event -> away());
		timer.setRepeats(false);
		timer.start();
	}

	private static JLabel label(String text, boolean first) {
		JLabel label = new JLabel(text);
		label.putClientProperty("html.disable", Boolean.TRUE);
		label.setForeground(Color.BLACK);
		label.setFont(new Font(Font.SANS_SERIF, first ? Font.BOLD : Font.PLAIN, first ? 18 : 15));
		label.setAlignmentX(JComponent.LEFT_ALIGNMENT);
		return label;
	}

	/* The till's main window. */
	private static Window owner() {
		Window largest = null;
		for (Window window : Window.getWindows())
			if (window.isShowing() && (largest == null || area(window) > area(largest)))
				largest = window;
		return largest;
	}

	private static long area(Window window) {
		return (long) window.getWidth() * window.getHeight();
	}

	private void away() {
		if (timer != null)
			timer.stop();
		if (window != null)
			window.dispose();
		window = null;
		timer = null;
	}
}
