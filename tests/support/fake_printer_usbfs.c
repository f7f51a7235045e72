/* fake_printer_usbfs.c - the kernel's part: the ioctls of usbfs, as linux/usbdevice_fs.h has them.
 *
 * Each handler returns 0 or above, or a negative errno.
 */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>

#include "tests/support/fake_printer_parts.h"

typedef long serve_ioctl(struct fake_printer *printer, UMockdevIoctlClient *client,
			 UMockdevIoctlData *argument);

/* The client's memory behind the argument; NULL when the client was killed meanwhile. */
static UMockdevIoctlData *resolve(UMockdevIoctlData *data, size_t at, size_t length)
{
	return umockdev_ioctl_data_resolve(data, at, length, NULL);
}

static long get_capabilities(struct fake_printer *printer, UMockdevIoctlClient *client,
			     UMockdevIoctlData *argument)
{
	uint32_t capabilities = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
				USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_BULK_SCATTER_GATHER |
				USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
	UMockdevIoctlData *data = resolve(argument, 0, sizeof(capabilities));

	(void)printer;
	(void)client;
	if (data == NULL)
		return -EFAULT;
	umockdev_ioctl_data_update(data, 0, (guint8 *)&capabilities, sizeof(capabilities));
	g_object_unref(data);
	return 0;
}

static long claim(struct fake_printer *printer, UMockdevIoctlClient *client,
		  UMockdevIoctlData *argument)
{
	(void)client;
	(void)argument;
	if (printer->is_occupied || printer->has_driver)
		return -EBUSY;
	printer->counts[FAKE_CLAIMS]++;
	return 0;
}

static void detach_driver(struct fake_printer *printer)
{
	if (!printer->has_driver)
		return;
	printer->has_driver = false;
	printer->had_driver = true;
	printer->counts[FAKE_DETACHES]++;
}

static long detach_and_claim(struct fake_printer *printer, UMockdevIoctlClient *client,
			     UMockdevIoctlData *argument)
{
	if (!printer->is_occupied)
		detach_driver(printer);
	return claim(printer, client, argument);
}

static long release(struct fake_printer *printer, UMockdevIoctlClient *client,
		    UMockdevIoctlData *argument)
{
	(void)client;
	(void)argument;
	printer->counts[FAKE_RELEASES]++;
	return 0;
}

static long get_driver(struct fake_printer *printer, UMockdevIoctlClient *client,
		       UMockdevIoctlData *argument)
{
	struct usbdevfs_getdriver answer = { .driver = "usblp" };
	UMockdevIoctlData *data;

	(void)client;
	if (!printer->has_driver)
		return -ENODATA;
	data = resolve(argument, 0, sizeof(answer));
	if (data == NULL)
		return -EFAULT;
	umockdev_ioctl_data_update(data, 0, (guint8 *)&answer, sizeof(answer));
	g_object_unref(data);
	return 0;
}

/* To the system's own driver: off, and on again. */
static long tell_driver(struct fake_printer *printer, UMockdevIoctlClient *client,
			UMockdevIoctlData *argument)
{
	UMockdevIoctlData *data = resolve(argument, 0, sizeof(struct usbdevfs_ioctl));
	struct usbdevfs_ioctl command;

	(void)client;
	if (data == NULL)
		return -EFAULT;
	memcpy(&command, data->data, sizeof(command));
	g_object_unref(data);
	if (command.ioctl_code == (int)USBDEVFS_DISCONNECT) {
		if (!printer->has_driver)
			return -ENODATA;
		detach_driver(printer);
		return 0;
	}
	if (command.ioctl_code != (int)USBDEVFS_CONNECT)
		return -ENOTTY;
	if (!printer->had_driver)
		return 0;
	printer->had_driver = false;
	printer->has_driver = true;
	return 1;
}

static long clear_halt(struct fake_printer *printer, UMockdevIoctlClient *client,
		       UMockdevIoctlData *argument)
{
	(void)client;
	(void)argument;
	printer->is_halted = false;
	printer->counts[FAKE_CLEARS]++;
	return 0;
}

static long accept_quietly(struct fake_printer *printer, UMockdevIoctlClient *client,
			   UMockdevIoctlData *argument)
{
	(void)printer;
	(void)client;
	(void)argument;
	return 0;
}

/* A request to the interface itself is a use of it, which its driver does not share. */
static bool intrudes(struct fake_printer *printer, const struct fake_transfer *transfer)
{
	if (transfer->urb->type != USBDEVFS_URB_TYPE_CONTROL || !printer->has_driver ||
	    (transfer->buffer->data[0] & 0x1f) != 1)
		return false;
	printer->counts[FAKE_INTRUSIONS]++;
	return true;
}

static long submit(struct fake_printer *printer, UMockdevIoctlClient *client,
		   UMockdevIoctlData *argument)
{
	struct fake_transfer *transfer;
	UMockdevIoctlData *data = resolve(argument, 0, sizeof(struct usbdevfs_urb));
	struct usbdevfs_urb *urb;

	if (data == NULL)
		return -EFAULT;
	urb = (struct usbdevfs_urb *)(void *)data->data;
	transfer = g_new0(struct fake_transfer, 1);
	*transfer = (struct fake_transfer) { .client = client, .data = data, .urb = urb };
	if (urb->buffer_length > 0)
		transfer->buffer = resolve(data, G_STRUCT_OFFSET(struct usbdevfs_urb, buffer),
					   (size_t)urb->buffer_length);
	if (transfer->buffer == NULL) {
		fake_transfer_free(transfer);
		return -EFAULT;
	}
	if (intrudes(printer, transfer)) {
		fake_transfer_free(transfer);
		return -EBUSY;
	}
	if (urb->type == USBDEVFS_URB_TYPE_CONTROL)
		fake_control_answer(printer, transfer);
	else
		fake_transfer_submit(printer, transfer);
	return 0;
}

static long cancel(struct fake_printer *printer, UMockdevIoctlClient *client,
		   UMockdevIoctlData *argument)
{
	gulong address;

	memcpy(&address, argument->data, sizeof(address));
	return fake_transfer_cancel(printer, client, address) ? 0 : -EINVAL;
}

static serve_ioctl *find_handler(gulong request)
{
	switch (request) {
	case USBDEVFS_GET_CAPABILITIES:
		return get_capabilities;
	case USBDEVFS_CLAIMINTERFACE:
		return claim;
	case USBDEVFS_DISCONNECT_CLAIM:
		return detach_and_claim;
	case USBDEVFS_RELEASEINTERFACE:
		return release;
	case USBDEVFS_GETDRIVER:
		return get_driver;
	case USBDEVFS_IOCTL:
		return tell_driver;
	case USBDEVFS_CLEAR_HALT:
		return clear_halt;
	case USBDEVFS_SETINTERFACE:
		return accept_quietly;
	case USBDEVFS_SUBMITURB:
		return submit;
	case USBDEVFS_DISCARDURB:
		return cancel;
	default:
		return NULL;
	}
}

/* A handle of the time before a plug is gone, even when the printer is back. */
static bool is_gone(const struct fake_printer *printer, UMockdevIoctlClient *client)
{
	const char *node = umockdev_ioctl_client_get_devnode(client);

	return !printer->is_plugged || !g_str_has_suffix(node, printer->node);
}

/* Lets the client go on; not under the lock, because its end may come of it. */
static void complete(UMockdevIoctlClient *client, long result)
{
	umockdev_ioctl_client_complete(client, result < 0 ? -1 : result,
				       result < 0 ? (int)-result : 0);
}

/* Hands a finished URB back: its memory goes to the client with the answer to the ioctl. */
static void hand_back(UMockdevIoctlClient *client, struct fake_transfer *transfer)
{
	UMockdevIoctlData *pointer =
		resolve(umockdev_ioctl_client_get_arg(client), 0, sizeof(void *));

	transfer->urb->status = transfer->status;
	transfer->urb->actual_length = (int)transfer->done;
	if (pointer != NULL) {
		umockdev_ioctl_data_set_ptr(pointer, 0, transfer->data);
		g_object_unref(pointer);
	}
	complete(client, 0);
	fake_transfer_free(transfer);
}

static void serve_reap(struct fake_printer *printer, UMockdevIoctlClient *client)
{
	struct fake_transfer *transfer;
	bool gone;

	(void)pthread_mutex_lock(&printer->lock);
	transfer = fake_transfer_reap(printer, client);
	gone = is_gone(printer, client);
	(void)pthread_mutex_unlock(&printer->lock);
	if (transfer != NULL)
		hand_back(client, transfer);
	else
		complete(client, gone ? -ENODEV : -EAGAIN);
}

gboolean fake_usbfs_serve(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
			  struct fake_printer *printer)
{
	gulong request = umockdev_ioctl_client_get_request(client);
	serve_ioctl *handler = find_handler(request);
	long result = -ENOTTY;

	(void)base;
	if (request == USBDEVFS_REAPURB || request == USBDEVFS_REAPURBNDELAY) {
		serve_reap(printer, client);
		return TRUE;
	}
	(void)pthread_mutex_lock(&printer->lock);
	if (handler != NULL && is_gone(printer, client) && request != USBDEVFS_DISCARDURB)
		result = -ENODEV;
	else if (handler != NULL)
		result = handler(printer, client, umockdev_ioctl_client_get_arg(client));
	(void)pthread_cond_broadcast(&printer->changed);
	(void)pthread_mutex_unlock(&printer->lock);
	complete(client, result);
	return TRUE;
}

/* umockdev tells nobody that a client closed or died, but then lets go of it. */
static void part(gpointer user, GObject *client)
{
	struct fake_printer *printer = user;

	(void)pthread_mutex_lock(&printer->lock);
	fake_transfers_forget(printer, (const UMockdevIoctlClient *)(void *)client);
	printer->counts[FAKE_PARTINGS]++;
	(void)pthread_cond_broadcast(&printer->changed);
	(void)pthread_mutex_unlock(&printer->lock);
}

void fake_usbfs_meet(UMockdevIoctlBase *base, UMockdevIoctlClient *client,
		     struct fake_printer *printer)
{
	(void)base;
	(void)pthread_mutex_lock(&printer->lock);
	printer->counts[FAKE_MEETINGS]++;
	(void)pthread_mutex_unlock(&printer->lock);
	g_object_weak_ref(G_OBJECT(client), part, printer);
}
