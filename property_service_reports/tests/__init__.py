from . import test_area_figures
from . import test_base_reports
from . import test_dashboards
from . import test_deposit_reports
from . import test_fee_figures
from . import test_fee_reports
from . import test_service_figures
from . import test_wall_board
