/* SPDX-License-Identifier: Apache-2.0 */
/* Reach.java - calls the till's own objects by the names of their methods: the adapter is built without the
 * till, and one jar does for the whole uniCenta family.
 *
 * Out: what a method answers; null when the object has no such method, or it threw.
 */
package regulars.unicenta;

import java.awt.Component;
import java.awt.Container;
import java.awt.GraphicsEnvironment;
import java.awt.Window;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

final class Reach {
	private static final ClassValue<Map<String, List<Method>>> METHODS =
		new ClassValue<Map<String, List<Method>>>() {
			@Override
			protected Map<String, List<Method>> computeValue(Class<?> type) {
				return methods(type);
			}
		};

	private Reach() {
	}

	static Object call(Object object, String method, Object... given) {
		if (object == null)
			return null;
		List<Method> all = METHODS.get(object.getClass()).get(method);
		for (Method found : all == null ? Collections.<Method>emptyList() : all)
			if (found.getParameterCount() == given.length)
				try {
					return found.invoke(object, given);
				} catch (ReflectiveOperationException | RuntimeException e) {
					continue;
				}
		return null;
	}

	static String text(Object object, String method, Object... given) {
		Object text = call(object, method, given);
		return text == null ? null : text.toString();
	}

	/* A double as the till itself would write it: the shortest text that is this number and no other. */
	static String decimal(Object object, String method) {
		Object number = call(object, method);
		return number instanceof Number ? new BigDecimal(number.toString()).toPlainString() : null;
	}

	static List<?> list(Object object, String method) {
		Object list = call(object, method);
		return list instanceof List ? (List<?>) list : Collections.emptyList();
	}

	/* The sales screen, where the events come without their ticket (KriolOS); null when there is none. */
	static Object salesScreen() {
		if (GraphicsEnvironment.isHeadless())
			return null;
		Deque<Component> left = new ArrayDeque<>(Arrays.asList(Window.getWindows()));
		while (!left.isEmpty()) {
			Component component = left.pop();
			if (component.isShowing() && has(component, "getActiveTicket"))
				return component;
			if (component instanceof Container)
				left.addAll(Arrays.asList(((Container) component).getComponents()));
		}
		return null;
	}

	/* A field of an object, private or not, of its class or one above; null when there is none. */
	static Object field(Object object, String name) {
		for (Class<?> type = object == null ? null : object.getClass(); type != null;
		     type = type.getSuperclass())
			try {
				Field field = type.getDeclaredField(name);
				field.setAccessible(true);
				return field.get(object);
			} catch (ReflectiveOperationException | RuntimeException e) {
				continue;
			}
		return null;
	}

	private static boolean has(Object object, String method) {
		return METHODS.get(object.getClass()).containsKey(method);
	}

	private static Map<String, List<Method>> methods(Class<?> type) {
		Map<String, List<Method>> methods = new HashMap<>();
		for (Method method : type.getMethods())
			try {
				method.setAccessible(true);
				methods.computeIfAbsent(method.getName(), name -> new ArrayList<>()).add(method);
			} catch (RuntimeException e) {
				continue; /* not ours to call */
			}
		return methods;
	}
}
